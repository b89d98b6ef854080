namespace Realtime.Compat.Protocol.Items;

/// <summary>Text from the user or the application.</summary>
public sealed record InputText : ContentPart
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }
}
