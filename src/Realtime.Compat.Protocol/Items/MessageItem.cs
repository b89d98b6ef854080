using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>Something said or written by the user, the assistant or the application.</summary>
public sealed record MessageItem : ConversationItem
{
    /// <summary>Who speaks.</summary>
    public required Role Role { get; init; }

    /// <summary>Parts of the message; an assistant's message has at most one. Never null, empty while in progress.</summary>
    public required IReadOnlyList<ContentPart> Content { get; init; }
}
