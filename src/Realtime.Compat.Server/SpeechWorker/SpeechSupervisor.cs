using Microsoft.Extensions.Options;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>
/// Keeps one speech worker running: starts it, starts it again when it ends, and ends it with the server. Native engines abort on a bad model, and no
/// managed handler runs then: only the worker dies, and every session lives on.
/// </summary>
internal sealed partial class SpeechSupervisor(
    IWorkerLauncher launcher, IOptions<SpeechWorkerOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SpeechSupervisor> log) : BackgroundService
{
    private volatile WorkerState _state = new(BackendState.Starting, null, "it is starting");

    /// <summary>Called after every change of <see cref="State"/>, on any thread.</summary>
    public event Action? Changed;

    /// <summary>How the worker is now.</summary>
    public WorkerState State
    {
        get => _state;
        private set
        {
            _state = value;
            Changed?.Invoke();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // From the first moment of a shutdown: Ctrl+C reaches the worker as well, and must not have it started again.
        using var shutdown = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var stopping = shutdown.Token;
        var delays = new RestartDelay();
        try
        {
            while (true)
            {
                var (reason, listened) = await RunOnceAsync(stopping);
                var delay = delays.After(listened);
                State = new WorkerState(BackendState.Down, null, $"the speech worker ended ({reason}); it is started again");
                LogEnded(reason, delay.TotalSeconds);
                await Task.Delay(delay, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            State = new WorkerState(BackendState.Down, null, "the server is stopping");
        }
    }

    /// <summary>One life of the worker.</summary>
    /// <returns>Why it ended, and how long it could be asked.</returns>
    private async Task<(string Reason, TimeSpan Listened)> RunOnceAsync(CancellationToken stopping)
    {
        IWorkerProcess worker;
        try
        {
            worker = launcher.Launch();
        }
        catch (OperatorException failure)
        {
            return (failure.Message, TimeSpan.Zero);
        }

        await using (worker)
        {
            var patience = options.Value.StartTimeout;
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var tooLate = Task.Delay(patience, time, enough.Token);
            var first = await Task.WhenAny(worker.Listening, worker.Exited, tooLate);
            await enough.CancelAsync();
            stopping.ThrowIfCancellationRequested();
            if (first == tooLate)
                return ($"it did not listen within {patience.TotalSeconds:0} s", TimeSpan.Zero);
            if (first == worker.Exited)
                return (await worker.Exited, TimeSpan.Zero);

            var url = await worker.Listening;
            var since = time.GetTimestamp();
            State = new WorkerState(BackendState.Ready, url, "it answers");
            LogListening(worker.Id, url);
            var reason = await worker.Exited.WaitAsync(stopping);
            return (reason, time.GetElapsedTime(since));
        }
    }

    [LoggerMessage(30, LogLevel.Debug, "The speech worker (process {Id}) listens on {Url}.")]
    private partial void LogListening(int id, Uri url);

    [LoggerMessage(31, LogLevel.Warning, "The speech worker ended ({Reason}); it is started again in {Seconds} s.")]
    private partial void LogEnded(string reason, double seconds);
}
