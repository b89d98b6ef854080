namespace Realtime.Compat.Engine.Hearing;

/// <summary>A stretch of audio and how likely it holds speech.</summary>
/// <param name="Probability">0…1.</param>
/// <param name="StartMs">Audio time of its first sample, in ms since the session began.</param>
/// <param name="EndMs">Audio time after its last sample.</param>
internal readonly record struct SpeechFrame(float Probability, long StartMs, long EndMs);
