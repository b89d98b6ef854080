namespace Realtime.Compat.Speech.Synthesis;

/// <summary>Speech as an engine gives it.</summary>
/// <param name="Samples">Mono PCM16.</param>
/// <param name="SampleRateHz">Samples a second.</param>
internal sealed record SpokenClause(short[] Samples, int SampleRateHz);
