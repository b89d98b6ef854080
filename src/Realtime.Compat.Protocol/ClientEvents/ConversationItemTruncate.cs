namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>
/// Cuts an assistant message at the point the user stopped hearing it, so that the conversation holds only what was heard.
/// Answered by <c>conversation.item.truncated</c>.
/// </summary>
public sealed record ConversationItemTruncate : ClientEvent
{
    /// <summary>Id of the assistant message; only messages with model audio can be cut.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the content part. Models emit one part, so 0.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>End of the audio that stays, in ms from the part's start; at most the audio's length.</summary>
    public required int AudioEndMs { get; init; }
}
