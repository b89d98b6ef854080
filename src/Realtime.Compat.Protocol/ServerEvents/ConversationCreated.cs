namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.created</c>: the conversation exists. Beta only, once, right before the first item event; GA servers do not send it.</summary>
public sealed record ConversationCreated : ServerEvent
{
    /// <summary>The conversation.</summary>
    public required ConversationReference Conversation { get; init; }
}
