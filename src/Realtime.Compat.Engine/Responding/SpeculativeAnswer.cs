using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>An answer begun on a guess: that the turn is over with the words known so far. Nothing of it is sent before that is certain.</summary>
/// <param name="Response">The response; no event has told of it.</param>
/// <param name="Words">The words it answers.</param>
/// <param name="Before">The conversation before them.</param>
/// <param name="Configuration">The session's configuration then.</param>
internal sealed record SpeculativeAnswer(ResponseRun Response, string Words, IReadOnlyList<ConversationEntry> Before, SessionConfiguration Configuration)
{
    /// <summary>What became of it so far.</summary>
    public Queue<ResponseStep> Steps { get; } = new();

    /// <summary>Whether it answers a turn: the same words, after the same conversation, under the same configuration.</summary>
    public bool Answers(ConversationEntry turn, IReadOnlyList<ConversationEntry> conversation, SessionConfiguration configuration) =>
        ReferenceEquals(configuration, Configuration)
        && turn is { Item: MessageItem message, Utterance.Outcome.Transcript: { } words } && words == Words && message.Id == Response.Context.Turn!.Id
        && conversation.Count == Before.Count + 1 && conversation[^1] == turn && conversation.Take(Before.Count).SequenceEqual(Before);
}
