namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>response_format: json</c>.</summary>
/// <param name="Text">All that was said.</param>
/// <param name="Usage">Length of the audio.</param>
internal sealed record Transcription(string Text, DurationUsage Usage);
