namespace Realtime.Compat.Latency.Bench;

/// <summary>What the client saw, in ms after the last sample of speech was sent.</summary>
internal sealed record TurnTimes(double SpeechStopped, double Transcribed, double FirstWords, double FirstAudio);
