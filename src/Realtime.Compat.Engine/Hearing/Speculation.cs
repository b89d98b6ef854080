using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>A transcription begun on a guess: that the speaker, who has fallen silent, is done. Belongs to the session's loop, which disposes it when it has ended.</summary>
internal sealed class Speculation : IDisposable
{
    private readonly CancellationTokenSource _discarded;
    private readonly Task<Transcript> _transcript;

    /// <summary>Begins it.</summary>
    /// <param name="transcribe">The work.</param>
    /// <param name="ending">Cancelled when the session ends: the work is discarded.</param>
    public Speculation(Func<CancellationToken, Task<Transcript>> transcribe, CancellationToken ending)
    {
        _discarded = CancellationTokenSource.CreateLinkedTokenSource(ending);
        _transcript = transcribe(_discarded.Token);
    }

    /// <summary>Ends with the work, however that ends.</summary>
    public Task Work => _transcript;

    /// <summary>Whether the session knows how it ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The words, once it has ended; null when the engine failed.</summary>
    public Transcript? Words { get; private set; }

    /// <summary>The turn that turned out to be over before the words were there, and its item; null while it is a guess.</summary>
    public (string ItemId, Utterance Utterance)? Adopted { get; set; }

    /// <summary>Waits for the words; once, since only the first who waits goes on at once.</summary>
    /// <returns>Null when the engine failed or the work was discarded.</returns>
    public async Task<Transcript?> TranscriptAsync()
    {
        await ((Task)_transcript).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _transcript.IsCompletedSuccessfully ? await _transcript.ConfigureAwait(false) : null;
    }

    /// <summary>Takes note of how it ended.</summary>
    public void End(Transcript? words)
    {
        (IsEnded, Words) = (true, words);
        Dispose();
    }

    /// <summary>Stops the work.</summary>
    public void Discard()
    {
        if (!IsEnded)
            _discarded.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _discarded.Dispose();
}
