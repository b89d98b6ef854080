namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>One question to the turn model: is the speaker, who has fallen silent, done? Forgotten when the speaker goes on or the turn is over.</summary>
internal sealed class TurnQuestion : IDisposable
{
    private readonly CancellationTokenSource _forgotten = new();

    /// <summary>Asks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="audio">The turn so far; disposed when the model has done with it.</param>
    /// <exception cref="OperationCanceledException">The question was forgotten.</exception>
    public async Task<double?> AskAsync(ITurnModel model, TurnAudio audio)
    {
        using (audio)
            return await model.JudgeAsync(audio.Samples, _forgotten.Token).ConfigureAwait(false);
    }

    /// <summary>Nobody wants the answer any more.</summary>
    public void Dispose()
    {
        _forgotten.Cancel();
        _forgotten.Dispose();
    }
}
