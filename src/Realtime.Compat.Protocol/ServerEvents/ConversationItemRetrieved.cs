using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.retrieved</c>: Answers <c>conversation.item.retrieve</c>.</summary>
public sealed record ConversationItemRetrieved : ServerEvent
{
    /// <summary>The item, with audio.</summary>
    public required ConversationItem Item { get; init; }
}
