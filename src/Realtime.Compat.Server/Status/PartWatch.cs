using System.Threading.Channels;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.Status;

/// <summary>Looks at every part again and again, and logs what changes.</summary>
/// <param name="parts">The parts.</param>
/// <param name="time">Times the looks.</param>
/// <param name="log">Takes what changes.</param>
/// <param name="supervisor">Has the parts looked at as soon as the worker comes or goes; null where none is supervised.</param>
internal sealed partial class PartWatch(IReadOnlyList<Part> parts, TimeProvider time, ILogger<PartWatch> log, SpeechSupervisor? supervisor = null) : BackgroundService
{
    private static readonly TimeSpan Restless = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when no part is starting any more for the first time; a part may be down then.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Set once the start has been reported: later changes are logged.</summary>
    public bool IsReported { get; set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        supervisor?.Changed += Nudge;
        try
        {
            while (true)
            {
                await Task.WhenAll(parts.Select(part => LookAsync(part, stoppingToken)));
                var isStarting = parts.Any(part => part.Status.State == BackendState.Starting);
                if (!isStarting)
                    _settled.TrySetResult();
                await PauseAsync(isStarting ? Restless : Calm, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
        finally
        {
            supervisor?.Changed -= Nudge;
        }
    }

    private void Nudge() => _nudges.Writer.TryWrite(true);

    private async Task LookAsync(Part part, CancellationToken cancellationToken)
    {
        var before = part.Status.State;
        var changed = await part.RefreshAsync(cancellationToken);
        if (changed && IsReported && part.Status.State != before)
            LogChanged(part.Status.State == BackendState.Ready ? LogLevel.Information : LogLevel.Warning, part.Title, part.Status.ServedBy, part.Status.Summary);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task nudged = _nudges.Reader.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(Task.Delay(pause, time, either.Token), nudged);
        _nudges.Reader.TryRead(out _);
        await either.CancelAsync();
        await nudged.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    [LoggerMessage(EventId = 50, Message = "{Part} ({ServedBy}): {Summary}.")]
    private partial void LogChanged(LogLevel level, string part, string servedBy, string summary);
}
