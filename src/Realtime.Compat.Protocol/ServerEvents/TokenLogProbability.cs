namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>How sure a transcription engine was of one token.</summary>
public sealed record TokenLogProbability
{
    /// <summary>The token's text.</summary>
    public required string Token { get; init; }

    /// <summary>Natural logarithm of its probability, at most 0.</summary>
    public required double Logprob { get; init; }

    /// <summary>Its bytes in UTF-8, as numbers: a token may be part of a character.</summary>
    public required IReadOnlyList<int> Bytes { get; init; }
}
