using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A turn model that says what the test wants, and may be held up.</summary>
internal sealed class ScriptedTurnModel(double completion) : ITurnModel
{
    /// <summary>Set to make it wait within each question.</summary>
    public ManualResetEventSlim? Hold { get; init; }

    /// <summary>Completed when it begins to judge.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it was asked about.</summary>
    public List<float[]> Heard { get; } = [];

    public string Model => "scripted-turn";

    public EngineStatus Status { get; init; } = EngineStatus.Ready;

    public double Judge(ReadOnlySpan<float> samples)
    {
        Heard.Add(samples.ToArray());
        Begun.TrySetResult();
        Hold?.Wait();
        return double.IsNaN(completion) ? throw new EngineException("The scripted model failed.") : completion;
    }
}
