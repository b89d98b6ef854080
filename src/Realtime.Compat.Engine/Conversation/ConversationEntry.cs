using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>An item of the conversation with what the wire does not show of it.</summary>
internal sealed class ConversationEntry(ConversationItem item)
{
    /// <summary>The item as events show it.</summary>
    public ConversationItem Item { get; set; } = item;

    /// <summary>Id of the item.</summary>
    public string Id => Item.Id;

    /// <summary>The user's speech; null for anything else.</summary>
    public Utterance? Utterance { get; init; }

    /// <summary>The assistant's speech; null for anything else.</summary>
    public SpokenAudio? Spoken { get; init; }

    /// <summary>The item with its audio, as <c>conversation.item.retrieved</c> shows it.</summary>
    public ConversationItem WithAudio() => Item is MessageItem { Content: [var part, ..] } message
        ? part switch
        {
            InputAudio audio when Utterance is not null => message with { Content = [audio with { Audio = Utterance.Audio }] },
            OutputAudio audio when Spoken is not null => message with { Content = [audio with { Audio = Spoken.Audio }] },
            _ => message,
        }
        : Item;
}
