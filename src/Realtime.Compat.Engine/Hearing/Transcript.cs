using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Words of an utterance: a piece of them, or all.</summary>
/// <param name="Text">The words.</param>
/// <param name="Logprobs">How sure the engine was, token by token; null when nobody asked or the engine does not tell.</param>
/// <param name="Language">The language that was heard; null when the engine does not tell.</param>
internal sealed record Transcript(string Text, IReadOnlyList<TokenLogProbability>? Logprobs, string? Language = null);
