namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>A part of speech.</summary>
public sealed record AudioPart : ResponsePart
{
    /// <summary>The words; "" when the part begins.</summary>
    public required string Transcript { get; init; }
}
