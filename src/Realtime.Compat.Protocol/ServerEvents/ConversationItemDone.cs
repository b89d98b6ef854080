using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.done</c>: An item is final. Beta has no such event.</summary>
public sealed record ConversationItemDone : ServerEvent
{
    /// <summary>Item it follows; null when it is the first.</summary>
    public required string? PreviousItemId { get; init; }

    /// <summary>The item, without audio.</summary>
    public required ConversationItem Item { get; init; }
}
