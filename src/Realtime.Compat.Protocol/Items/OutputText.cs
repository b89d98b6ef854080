namespace Realtime.Compat.Protocol.Items;

/// <summary>Text of the assistant.</summary>
public sealed record OutputText : ContentPart
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }
}
