using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A synthesiser that gives 100 ms of one value for each clause, and may be held up or fail.</summary>
internal sealed class ScriptedSynthesizer(params string[] languages) : ISpeechSynthesizer
{
    /// <summary>Called in place of the engine; may block, throw, or look at the token.</summary>
    public Action<string, CancellationToken>? OnClause { get; init; }

    /// <summary>What was spoken.</summary>
    public List<(string Clause, Manner Manner)> Spoken { get; } = [];

    public string Model { get; init; } = "scripted";

    public EngineStatus Status { get; init; } = EngineStatus.Ready;

    /// <summary>When words of each clause are said.</summary>
    public IReadOnlyList<SpokenWord> Words { get; init; } = [];

    public bool Speaks(string language) => languages.Length == 0 || languages.Contains(language);

    public SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken)
    {
        lock (Spoken) Spoken.Add((clause, manner));
        OnClause?.Invoke(clause, cancellationToken);
        var samples = new short[2_400];
        Array.Fill(samples, (short)1000);
        return new SpokenClause(samples, 24_000) { Words = Words };
    }
}
