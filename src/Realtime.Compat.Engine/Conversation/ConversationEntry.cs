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

    /// <summary>Whether it was dropped from what the model reads, because the conversation outgrew the model's window.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>What the model is to read of it: the item, less the words that the user probably did not hear.</summary>
    public ConversationItem AsHeard() => Spoken is { HeardMs: { } heardMs } spoken && Item is MessageItem message
        ? message with { Content = [new OutputAudio { Transcript = spoken.WordsUpTo(heardMs) }] }
        : Item;

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
