namespace Realtime.Compat.Backends.Failover;

/// <summary>Leaves a server that keeps failing alone for a while, so that users do not wait for it turn after turn.</summary>
/// <remarks>
/// Polly's breaker knows two outcomes and takes a call that its caller ended for a good one, as trial too. Users end calls: above all those to a server that hangs,
/// which would so never be left alone. Here such a call says nothing, or, where the server was silent for <see cref="Patience"/>, that it is ill.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="opened">Told why when the server is left alone.</param>
/// <param name="closed">Told when it works again.</param>
internal sealed class Breaker(TimeProvider time, Action<string> opened, Action closed)
{
    /// <summary>How long a failing server is left alone. Then one call tries it.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>A server that was silent for this long until its caller went away counts as failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Half of at least <see cref="MinCalls"/> calls failed within this time: the server is left alone.</summary>
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(60);

    private const int MinCalls = 2;

    private readonly Lock _use = new();
    private readonly Queue<(long At, bool Failed)> _calls = new();
    private int _failed;

    /// <summary>Since when it is left alone, or last tried; null while it is asked.</summary>
    private long? _restsSince;

    /// <summary>Asks the server, unless it is left alone.</summary>
    /// <param name="ask">Asks, until the answer begins.</param>
    /// <param name="cancellationToken">The caller's, which <paramref name="ask"/> obeys.</param>
    /// <returns>Whether it was asked, or is left alone; and what it gave.</returns>
    /// <exception cref="BackendException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async ValueTask<(bool IsAsked, T? Answer)> TryAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!MayAsk(out var isTrial))
            return (false, default);
        var began = time.GetTimestamp();
        try
        {
            var answer = await ask(cancellationToken);
            Succeed(isTrial);
            return (true, answer);
        }
        catch (BackendException failure)
        {
            if (failure.IsOurQueue)
                Leave(isTrial);
            else if (IsIll(failure))
                Fail(isTrial, failure.Code);
            else
                Succeed(isTrial);
            throw;
        }
        catch (Exception exception)
        {
            var silence = exception is AbandonedCallException abandoned ? abandoned.Silence : time.GetElapsedTime(began);
            if (cancellationToken.IsCancellationRequested && silence >= Patience)
                Fail(isTrial, BackendErrorCodes.Timeout);
            else
                Leave(isTrial);
            throw;
        }
    }

    /// <summary>Whether another server might do what this one did not.</summary>
    public static bool MayBeOthers(BackendException failure) =>
        failure.Code is not (BackendErrorCodes.ContextLengthExceeded or BackendErrorCodes.InvalidToolChoice or BackendErrorCodes.EmptyAnswer);

    /// <summary>Whether a failure says that the server is ill, not that the question was bad.</summary>
    private static bool IsIll(BackendException failure) => MayBeOthers(failure)
        && failure.Code is not (BackendErrorCodes.Refused or BackendErrorCodes.UnsupportedContent or BackendErrorCodes.ToolsNotSupported or BackendErrorCodes.Scripted);

    private bool MayAsk(out bool isTrial)
    {
        lock (_use)
        {
            isTrial = _restsSince is not null;
            if (_restsSince is { } since && time.GetElapsedTime(since) < Rest)
                return false;
            // One call tries it. Should that never end, another does after the same time.
            if (isTrial)
                _restsSince = time.GetTimestamp();
            return true;
        }
    }

    private void Succeed(bool isTrial)
    {
        lock (_use)
        {
            if (_restsSince is null)
                Count(failed: false);
            // What was asked before the rest, and answers late, is no trial.
            if (_restsSince is null || !isTrial)
                return;
            _restsSince = null;
        }

        closed();
    }

    private void Fail(bool isTrial, string code)
    {
        lock (_use)
        {
            if (_restsSince is null)
                Count(failed: true);
            if (_restsSince is null ? _calls.Count < MinCalls || _failed * 2 < _calls.Count : !isTrial)
                return;

            _calls.Clear();
            _failed = 0;
            _restsSince = time.GetTimestamp();
        }

        opened(code);
    }

    /// <summary>Nothing was learnt. After a trial the next call tries.</summary>
    private void Leave(bool isTrial)
    {
        lock (_use)
        {
            if (isTrial && _restsSince is { } since)
                _restsSince = since - (long)(Rest.TotalSeconds * time.TimestampFrequency);
        }
    }

    private void Count(bool failed)
    {
        _calls.Enqueue((time.GetTimestamp(), failed));
        _failed += failed ? 1 : 0;
        while (time.GetElapsedTime(_calls.Peek().At) > Sampling)
            _failed -= _calls.Dequeue().Failed ? 1 : 0;
    }
}
