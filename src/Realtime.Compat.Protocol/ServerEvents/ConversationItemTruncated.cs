namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.truncated</c>: An assistant message was cut.</summary>
public sealed record ConversationItemTruncated : ServerEvent
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The part.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>End of the audio that stayed, in ms.</summary>
    public required int AudioEndMs { get; init; }
}
