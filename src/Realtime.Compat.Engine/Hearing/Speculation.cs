namespace Realtime.Compat.Engine.Hearing;

/// <summary>A transcription begun on a guess: that the speaker, who has fallen silent, is done. Disposing it discards the work.</summary>
internal sealed class Speculation : IAsyncDisposable
{
    private readonly CancellationTokenSource _discarded = new();
    private readonly Task<Transcript> _transcript;

    /// <summary>Begins it.</summary>
    /// <param name="transcribe">The work.</param>
    public Speculation(Func<CancellationToken, Task<Transcript>> transcribe) => _transcript = transcribe(_discarded.Token);

    /// <summary>The words.</summary>
    /// <param name="cancellationToken">Discards the work.</param>
    /// <returns>Null when the engine failed or the work was discarded.</returns>
    public async Task<Transcript?> TranscriptAsync(CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.Register(_discarded.Cancel).ConfigureAwait(false);
        await ((Task)_transcript).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _transcript.IsCompletedSuccessfully ? await _transcript.ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _discarded.Cancel();
        await ((Task)_transcript).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _discarded.Dispose();
    }
}
