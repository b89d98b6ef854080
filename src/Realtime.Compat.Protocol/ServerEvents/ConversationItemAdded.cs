using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.added</c>: An item entered the conversation (beta: <c>conversation.item.created</c>).</summary>
public sealed record ConversationItemAdded : ServerEvent
{
    /// <summary>Item it follows; null when it is the first.</summary>
    public required string? PreviousItemId { get; init; }

    /// <summary>The item; an assistant's is empty and in progress.</summary>
    public required ConversationItem Item { get; init; }
}
