using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Responding;

/// <summary>The items that a response answers.</summary>
/// <param name="Items">Oldest first; fixed when the response was created.</param>
/// <param name="Turn">The user's turn that started the response by itself; null when a client asked for it.</param>
internal sealed record ResponseContext(IReadOnlyList<ConversationEntry> Items, ConversationEntry? Turn)
{
    /// <summary>Whether every utterance among the items has its words, or never will.</summary>
    public bool IsReady => Items.All(entry => entry.Utterance is not { Outcome: null });

    /// <summary>Whether the response waits for the words of this item.</summary>
    public bool WaitsFor(string itemId) => Items.Any(entry => entry.Id == itemId);

    /// <summary>Length of the user's speech among the items.</summary>
    public TimeSpan SpeechDuration => Items.Aggregate(TimeSpan.Zero, (sum, entry) => sum + (entry.Utterance?.Duration ?? TimeSpan.Zero));
}
