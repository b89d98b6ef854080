namespace Realtime.Compat.Engine.Hearing;

/// <summary>How a transcription ended.</summary>
/// <param name="Transcript">All words, "" when there were none; null when it failed.</param>
/// <param name="Failure">Why it failed, in one sentence; null when it did not.</param>
internal sealed record TranscriptionOutcome(string? Transcript, string? Failure);
