namespace Realtime.Compat.Speech.Synthesis;

/// <summary>Speech as an engine gives it.</summary>
/// <param name="Samples">Mono PCM16.</param>
/// <param name="SampleRateHz">Samples a second.</param>
internal sealed record SpokenClause(short[] Samples, int SampleRateHz)
{
    /// <summary>When each word is said, in order, from the clause's start; empty where the engine does not tell.</summary>
    public IReadOnlyList<SpokenWord> Words { get; init; } = [];
}
