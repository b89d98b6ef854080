namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Takes an item out of the conversation. Answered by <c>conversation.item.deleted</c>.</summary>
public sealed record ConversationItemDelete : ClientEvent
{
    /// <summary>Id of the item.</summary>
    public required string ItemId { get; init; }
}
