namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.deleted</c>: An item left the conversation.</summary>
public sealed record ConversationItemDeleted : ServerEvent
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }
}
