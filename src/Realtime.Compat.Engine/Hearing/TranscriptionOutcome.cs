using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>How a transcription ended.</summary>
/// <param name="Transcript">All words, "" when there were none; null when it failed.</param>
/// <param name="Failure">Why it failed, in one sentence; null when it did not.</param>
/// <param name="Logprobs">How sure the engine was, token by token; null when nobody asked or the engine does not tell.</param>
/// <param name="Language">The language that was heard; null when the engine does not tell.</param>
internal sealed record TranscriptionOutcome(string? Transcript, string? Failure, IReadOnlyList<TokenLogProbability>? Logprobs = null, string? Language = null)
{
    /// <summary>It went well.</summary>
    public static TranscriptionOutcome Of(Transcript transcript) => new(transcript.Text, null, transcript.Logprobs, transcript.Language);
}
