namespace Realtime.Compat.Backends.Streaming;

/// <summary>
/// One call to a server: keeps its time and turns whatever goes wrong into a <see cref="BackendException"/>. Only time spent waiting for the
/// server counts, so a slow reader of the answer never makes its server late.
/// </summary>
internal sealed class BackendCall : IDisposable
{
    private readonly BackendPeer _peer;
    private readonly CallLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _cancel;
    private readonly ITimer _timer;
    private TimeSpan _phaseLeft;
    private TimeSpan _totalLeft;
    private TimeSpan _waited;
    private long _waitsSince;
    private bool _waits;
    private bool _progressed;
    private bool _totalIsNearer;
    private volatile bool _late;

    public BackendCall(BackendPeer peer, CallLimits limits, TimeProvider time, CancellationToken caller)
    {
        (_peer, _limits, _time, _caller) = (peer, limits, time, caller);
        (_phaseLeft, _totalLeft) = (limits.First, limits.Total);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _timer = time.CreateTimer(static state => ((BackendCall)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the answer's headers have arrived: what breaks after that is a cut, not an absence.</summary>
    public bool AnswerBegan { get; set; }

    /// <summary>Cancelled when the caller wants no answer any more.</summary>
    public CancellationToken Caller => _caller;

    /// <summary>Whether the server was given up for its silence.</summary>
    public bool IsLate => _late;

    /// <summary>Something of the answer itself arrived (a token, a thought; not a comment, not a header): the gap starts anew.</summary>
    public void Progress()
    {
        _progressed = true;
        _phaseLeft = _limits.Idle;
    }

    /// <summary>The answer is complete: what may still follow (usage, the end mark) gets this long and no longer.</summary>
    public void Linger(TimeSpan grace) => _phaseLeft = _totalLeft = grace;

    /// <summary>Waits for the server, on the clock.</summary>
    /// <exception cref="BackendException">The server was late or failed.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async ValueTask<T> WaitAsync<T>(Func<CancellationToken, ValueTask<T>> work)
    {
        (_waitsSince, _waits) = (_time.GetTimestamp(), true);
        try
        {
            _caller.ThrowIfCancellationRequested();
            _totalIsNearer = _totalLeft < _phaseLeft;
            _timer.Change(_totalIsNearer ? _totalLeft : _phaseLeft, Timeout.InfiniteTimeSpan);
            return await work(_cancel.Token);
        }
        catch (Exception e)
        {
            throw Translate(e);
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var spent = _time.GetElapsedTime(_waitsSince);
            (_waited, _waits) = (_waited + spent, false);
            _phaseLeft = Floor(_phaseLeft - spent);
            _totalLeft = Floor(_totalLeft - spent);
        }
    }

    /// <summary>What an exception means to the caller.</summary>
    public Exception Translate(Exception exception)
    {
        if (_caller.IsCancellationRequested)
            return exception as AbandonedCallException ?? new AbandonedCallException(Silence, _caller, exception);
        if (_late)
            return new BackendException(BackendErrorCodes.Timeout, LateSentence(), exception);
        return BackendFailures.FromException(_peer, exception, AnswerBegan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancel.Dispose();
    }

    private TimeSpan Silence => _progressed ? TimeSpan.Zero : _waits ? _waited + _time.GetElapsedTime(_waitsSince) : _waited;

    private static TimeSpan Floor(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private string LateSentence() => (_progressed, _totalIsNearer) switch
    {
        (_, true) => $"{_peer.Label} needed more than {_limits.Total.TotalSeconds:0.#} s for its answer.",
        (false, _) => $"{_peer.Label} did not begin its answer within {_limits.First.TotalSeconds:0.#} s.",
        _ => $"{_peer.Label} fell silent for {_limits.Idle.TotalSeconds:0.#} s in the middle of its answer.",
    };

    private void Expire()
    {
        _late = true;
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended while its timer was going off.
        }
    }
}
