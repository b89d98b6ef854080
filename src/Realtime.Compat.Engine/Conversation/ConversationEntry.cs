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

    /// <summary>Takes the words of the utterance: they are the first recording's that has none, and the others' are among them.</summary>
    /// <param name="transcript">All words.</param>
    public void TakeTranscript(string transcript)
    {
        if (Item is not MessageItem message)
            return;
        var words = transcript;
        var content = new List<ContentPart>(message.Content.Count);
        foreach (var part in message.Content)
        {
            content.Add(part is InputAudio { Transcript: null } audio ? audio with { Transcript = words } : part);
            if (part is InputAudio { Transcript: null })
                words = "";
        }

        Item = message with { Content = content };
    }

    /// <summary>The item with its audio, as <c>conversation.item.retrieved</c> shows it: all of it with the first part that has any.</summary>
    /// <param name="maxBytes">Most audio to show; longer audio is left out whole.</param>
    public ConversationItem WithAudio(int maxBytes)
    {
        ReadOnlyMemory<byte>? audio = Utterance?.Audio ?? Spoken?.Audio;
        if (Item is not MessageItem message || audio is not { Length: > 0 } bytes || bytes.Length > maxBytes)
            return Item;
        var content = message.Content.ToArray();
        var index = Array.FindIndex(content, part => part is InputAudio or OutputAudio);
        if (index < 0)
            return Item;
        content[index] = content[index] is InputAudio heard ? heard with { Audio = bytes } : ((OutputAudio)content[index]) with { Audio = bytes };
        return message with { Content = content };
    }
}
