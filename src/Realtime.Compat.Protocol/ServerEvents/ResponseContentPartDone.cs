namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.content_part.done</c>: A message finished a part.</summary>
public sealed record ResponseContentPartDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>With its whole text or transcript.</summary>
    public required ResponsePart Part { get; init; }
}
