using System.Threading.Channels;

namespace Realtime.Compat.Client.Sound;

/// <summary>
/// Plays answers while they come, never more than <see cref="Lead"/> ahead of what is heard, so that an interruption is silent at once and its place is known.
/// </summary>
public sealed class Player : IAsyncDisposable
{
    /// <summary>How far the loudspeaker is fed ahead of the clock.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(60);

    private const int BytesPerMs = PcmFile.SampleRateHz * 2 / 1000;
    private const int PieceBytes = 20 * BytesPerMs;

    private readonly ILoudspeaker _loudspeaker;
    private readonly TimeProvider _clock;
    private readonly Channel<ReadOnlyMemory<byte>> _waiting = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Task _playing;
    private long _queuedBytes;
    private long _playedBytes;
    private volatile int _takes;
    private volatile TaskCompletionSource _isSilent = Completed();

    /// <summary>Begins to play what comes.</summary>
    /// <param name="loudspeaker">Where; disposed by this.</param>
    /// <param name="clock">Keeps the pace.</param>
    public Player(ILoudspeaker loudspeaker, TimeProvider clock)
    {
        (_loudspeaker, _clock) = (loudspeaker, clock);
        _playing = Task.Run(PlayAsync);
    }

    /// <summary>Hears how loud each piece is that is played: 24 kHz mono PCM16.</summary>
    public Action<ReadOnlyMemory<byte>>? OnPlayed { get; init; }

    /// <summary>Whether something is played or waits to be.</summary>
    public bool IsPlaying => !_isSilent.Task.IsCompleted;

    /// <summary>Ends after <see cref="FinishAsync"/>, or earlier with what went wrong with the loudspeaker.</summary>
    public Task Playing => _playing;

    /// <summary>Completes when nothing waits to be played any more.</summary>
    public Task Silent => _isSilent.Task;

    /// <summary>How much was heard since <see cref="Begin"/>.</summary>
    public TimeSpan Heard
    {
        get
        {
            lock (_gate)
                return TimeSpan.FromMilliseconds(Math.Max(0, (_playedBytes / BytesPerMs) - (IsPlaying ? Lead.TotalMilliseconds : 0)));
        }
    }

    /// <summary>A new answer: <see cref="Heard"/> counts from here, once what is playing is over.</summary>
    public void Begin()
    {
        lock (_gate)
            _playedBytes = -_queuedBytes;
    }

    /// <summary>Plays on.</summary>
    /// <param name="pcm16">24 kHz mono PCM16.</param>
    public void Play(ReadOnlyMemory<byte> pcm16)
    {
        lock (_gate)
        {
            // A loudspeaker that went away takes nothing any more.
            if (_playing.IsCompleted)
                return;
            _queuedBytes += pcm16.Length;
            if (_isSilent.Task.IsCompleted)
                _isSilent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Writer.TryWrite(pcm16);
        }
    }

    /// <summary>Falls silent at once.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            while (_waiting.Reader.TryRead(out _))
            {
                // It is not heard any more.
            }

            _queuedBytes = 0;
            _takes++;
            _isSilent.TrySetResult();
        }
    }

    /// <summary>Waits until all was heard, and closes the loudspeaker.</summary>
    /// <exception cref="RealtimeClientException">The loudspeaker failed meanwhile.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _playing.WaitAsync(cancellationToken).ConfigureAwait(false);
        _loudspeaker.Drain();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _loudspeaker.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task PlayAsync()
    {
        var (started, given) = (0L, TimeSpan.Zero);
        try
        {
            await foreach (var answer in _waiting.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                var take = _takes;
                for (var at = 0; at < answer.Length && take == _takes; at += PieceBytes)
                {
                    var piece = answer.Slice(at, Math.Min(PieceBytes, answer.Length - at));
                    // After a pause time begins anew.
                    if (started == 0 || given < _clock.GetElapsedTime(started))
                        (started, given) = (_clock.GetTimestamp(), TimeSpan.Zero);
                    _loudspeaker.Write(piece.Span);
                    OnPlayed?.Invoke(piece);
                    given += TimeSpan.FromMilliseconds((double)piece.Length / BytesPerMs);
                    Count(piece.Length, take);
                    var ahead = given - _clock.GetElapsedTime(started);
                    if (ahead > Lead)
                        await Task.Delay(ahead - Lead, _clock, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (RealtimeClientException)
        {
            // Nobody is to wait for what cannot be heard; FinishAsync tells.
            _isSilent.TrySetResult();
            throw;
        }
    }

    private void Count(int bytes, int take)
    {
        lock (_gate)
        {
            if (take != _takes)
                return;
            _playedBytes += bytes;
            _queuedBytes -= bytes;
            if (_queuedBytes <= 0)
                _isSilent.TrySetResult();
        }
    }
}
