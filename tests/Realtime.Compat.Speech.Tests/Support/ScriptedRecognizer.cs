using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A recogniser that answers with given words, one utterance after the other, and may be held up or fail.</summary>
internal sealed class ScriptedRecognizer(params string[] utterances) : ISpeechRecognizer
{
    private int _heard = -1;

    /// <summary>Set to make the engine wait within each utterance.</summary>
    public ManualResetEventSlim? Hold { get; init; }

    /// <summary>Completed when the engine begins to work.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown from the utterance of that index on.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    /// <summary>Lengths of the utterances that came, in samples.</summary>
    public List<int> Lengths { get; } = [];

    public string Model { get; init; } = "scripted";

    public EngineStatus Status { get; init; } = EngineStatus.Ready;

    public int SampleRateHz => 16_000;

    public TimeSpan LongestUtterance { get; init; } = TimeSpan.FromSeconds(20);

    public int ThreadsPerCall => 1;

    public IReadOnlyCollection<string> Languages { get; init; } = ["en"];

    /// <summary>What came with each utterance.</summary>
    public List<RecognitionHints> Hints { get; } = [];

    public RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints)
    {
        Lengths.Add(samples.Length);
        Hints.Add(hints);
        Begun.TrySetResult();
        Hold?.Wait();
        var i = Interlocked.Increment(ref _heard);
        if (i >= FailsAt) throw new EngineException("The scripted engine failed.");

        var words = utterances[Math.Min(i, utterances.Length - 1)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return RecognizedUtterance.Of(
            [.. words.Select((word, n) => new RecognizedWord(word, TimeSpan.FromSeconds(0.1 * n), TimeSpan.FromSeconds(0.1 * (n + 1)), -0.5))],
            hints.Language ?? (Languages.Count == 1 ? Languages.First() : null));
    }
}
