using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_item.done</c>: A response finished an item.</summary>
public sealed record ResponseOutputItemDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Completed, or incomplete when the response ended early.</summary>
    public required ConversationItem Item { get; init; }
}
