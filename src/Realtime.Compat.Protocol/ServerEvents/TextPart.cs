namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>A part of text.</summary>
public sealed record TextPart : ResponsePart
{
    /// <summary>The text; "" when the part begins.</summary>
    public required string Text { get; init; }
}
