namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Asks for the server's view of an item, audio included. Answered by <c>conversation.item.retrieved</c>.</summary>
public sealed record ConversationItemRetrieve : ClientEvent
{
    /// <summary>Id of the item.</summary>
    public required string ItemId { get; init; }
}
