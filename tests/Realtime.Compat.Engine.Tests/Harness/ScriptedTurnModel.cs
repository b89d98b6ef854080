using Realtime.Compat.Engine.Hearing.Turns;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A turn model that judges as the test says; without a word from the test it has no judgement.</summary>
internal sealed class ScriptedTurnModel : ITurnModel
{
    private readonly Queue<Func<Task<double?>>> _judgements = new();

    public bool IsReady { get; set; } = true;

    /// <summary>What it was asked about, and the token of each question.</summary>
    public List<(float[] Samples, CancellationToken Forgotten)> Questions { get; } = [];

    public void Says(double completion) => _judgements.Enqueue(() => Task.FromResult<double?>(completion));

    public void Fails() => _judgements.Enqueue(() => Task.FromException<double?>(new HttpRequestException("The model failed.")));

    /// <summary>The next judgement waits until the test gives it, even when nobody wants it any more. It reaches the session before <c>SetResult</c> returns.</summary>
    public TaskCompletionSource<double?> SaysLater()
    {
        var source = new TaskCompletionSource<double?>();
        _judgements.Enqueue(() => source.Task);
        return source;
    }

    public async ValueTask<double?> JudgeAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
    {
        Questions.Add((samples.ToArray(), cancellationToken));
        return _judgements.TryDequeue(out var next) ? await next() : null;
    }
}
