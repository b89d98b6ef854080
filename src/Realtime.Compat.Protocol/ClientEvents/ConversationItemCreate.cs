using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Puts an item into the conversation. Answered by <c>conversation.item.added</c> and <c>conversation.item.done</c>; starts no response.</summary>
public sealed record ConversationItemCreate : ClientEvent
{
    /// <summary>Wire value of <see cref="PreviousItemId"/> that means: before all others.</summary>
    public const string Root = "root";

    /// <summary>Where to put it: null to append, <see cref="Root"/> for the front, else after the item with this id.</summary>
    public string? PreviousItemId { get; init; }

    /// <summary>The item; its <see cref="ConversationItem.Id"/> is "" when the client chose none.</summary>
    public required ConversationItem Item { get; init; }
}
