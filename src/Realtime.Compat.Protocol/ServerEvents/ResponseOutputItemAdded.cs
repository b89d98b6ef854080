using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_item.added</c>: A response began an item.</summary>
public sealed record ResponseOutputItemAdded : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>In progress and empty.</summary>
    public required ConversationItem Item { get; init; }
}
