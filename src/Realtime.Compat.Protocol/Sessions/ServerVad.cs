namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Ends a turn after a fixed silence (<c>server_vad</c>).</summary>
public sealed record ServerVad : TurnDetection
{
    /// <summary>Speech probability from which audio counts as speech, 0…1.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Audio kept from before the detected start, in ms.</summary>
    public int PrefixPaddingMs { get; init; } = 300;

    /// <summary>Silence that ends a turn, in ms of audio. 500 as in OpenAI's documentation; its live server was seen to say 200, which cuts sentences at their commas.</summary>
    public int SilenceDurationMs { get; init; } = 500;

    /// <summary>Wall time without speech after which the model speaks up, 5,000…30,000 ms; null for never.</summary>
    public int? IdleTimeoutMs { get; init; }
}
