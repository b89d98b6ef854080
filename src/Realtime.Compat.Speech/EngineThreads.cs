namespace Realtime.Compat.Speech;

/// <summary>
/// A few threads of their own for native calls that take long, on which sessions take turns, so that decoding never starves the
/// thread pool on which requests are read and answered.
/// </summary>
/// <remarks>The queue needs no bound of its own: <see cref="RequestGate"/> admits few requests and each has one job here at a time.</remarks>
internal sealed class EngineThreads : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FairQueue<Action> _jobs = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly int _count;
    private bool _ended;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">Their name in debuggers and dumps.</param>
    /// <param name="count">How many, at least 1.</param>
    public EngineThreads(string name, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
        for (var i = 0; i < count; i++) new Thread(Work) { Name = $"{name} {i + 1}", IsBackground = true }.Start();
    }

    /// <summary>Runs a job on one of the threads.</summary>
    /// <param name="job">Runs to its end once started, unless it looks at <paramref name="cancellationToken"/> itself.</param>
    /// <param name="cancellationToken">Ends the wait at once: a job that has not begun is dropped, the result of one that has is not awaited.</param>
    /// <param name="lane">For whom.</param>
    /// <returns>What the job returns; faulted with what it throws.</returns>
    public Task<T> RunAsync<T>(Func<T> job, CancellationToken cancellationToken, WorkLane lane = default)
    {
        var pending = new PendingJob<T>(job);
        pending.CancelWith(cancellationToken);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            _jobs.Enqueue(lane with { Session = lane.Session ?? "" }, pending.Run);
        }

        _waiting.Release();
        return pending.Completion;
    }

    /// <summary>Lets the threads finish what they run and end.</summary>
    public void Dispose()
    {
        // The threads are background threads in native code that cannot be interrupted: the process does not wait for them.
        lock (_lock) _ended = true;
        _waiting.Release(_count);
    }

    private void Work()
    {
        while (true)
        {
            _waiting.Wait();
            Action? job;
            lock (_lock)
            {
                if (!_jobs.TryDequeue(out job)) return;
            }

            job();
        }
    }

    private sealed class PendingJob<T>(Func<T> job)
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationTokenRegistration _registration;

        public Task<T> Completion => _result.Task;

        public void CancelWith(CancellationToken cancellationToken) =>
            _registration = cancellationToken.UnsafeRegister((_, token) => _result.TrySetCanceled(token), null);

        public void Run()
        {
            if (_result.Task.IsCompleted) return;
            try
            {
                _result.TrySetResult(job());
            }
            catch (OperationCanceledException exception)
            {
                _result.TrySetCanceled(exception.CancellationToken);
            }
            catch (Exception exception)
            {
                _result.TrySetException(exception);
            }
            finally
            {
                _registration.Unregister();
            }
        }
    }
}
