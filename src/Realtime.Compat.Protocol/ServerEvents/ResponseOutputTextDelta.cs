namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_text.delta</c>: More text (beta: <c>response.text.delta</c>).</summary>
public sealed record ResponseOutputTextDelta : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>The text, to append.</summary>
    public required string Delta { get; init; }
}
