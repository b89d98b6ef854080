using System.Collections.Concurrent;

namespace Realtime.Compat.Speech;

/// <summary>
/// A few threads of their own for native calls that take long, first come first served, so that decoding never starves the
/// thread pool on which requests are read and answered.
/// </summary>
/// <remarks>The queue needs no bound of its own: <see cref="RequestGate"/> admits few requests and each has one job here at a time.</remarks>
internal sealed class EngineThreads : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">Their name in debuggers and dumps.</param>
    /// <param name="count">How many, at least 1.</param>
    public EngineThreads(string name, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { Name = $"{name} {i + 1}", IsBackground = true };
            _threads[i].Start();
        }
    }

    /// <summary>Runs a job on one of the threads.</summary>
    /// <param name="job">Runs to its end once started, unless it looks at <paramref name="cancellationToken"/> itself.</param>
    /// <param name="cancellationToken">Ends the wait at once: a job that has not begun is dropped, the result of one that has is not awaited.</param>
    /// <returns>What the job returns; faulted with what it throws.</returns>
    public Task<T> RunAsync<T>(Func<T> job, CancellationToken cancellationToken)
    {
        var pending = new PendingJob<T>(job);
        pending.CancelWith(cancellationToken);
        _jobs.Add(pending.Run, CancellationToken.None);
        return pending.Completion;
    }

    /// <summary>Lets the threads finish what they run and end.</summary>
    public void Dispose()
    {
        // The threads are background threads in native code that cannot be interrupted: the process does not wait for them.
        _jobs.CompleteAdding();
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable()) job();
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
