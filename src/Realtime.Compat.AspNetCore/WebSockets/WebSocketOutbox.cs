using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>
/// Sends a session's events over a WebSocket. Events are written to JSON when they are handed over, so that what waits is counted to
/// the byte; one task sends the frames.
/// </summary>
internal sealed partial class WebSocketOutbox(WebSocket socket, Dialect dialect, RealtimeOptions options, TimeProvider clock, ILogger logger) : ISessionOutbox
{
    private static readonly TimeSpan PauseAfterTheEnd = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Wait before the first event. Clients attach their handlers a few microtasks after "open": an event that rides in one segment
    /// with the handshake is lost to them. Measured with seven clients (CLIENTS.md, 0.4): 30 ms cure all.
    /// </summary>
    private static readonly TimeSpan FirstEventDelay = TimeSpan.FromMilliseconds(30);

    private readonly Channel<ArraySegment<byte>> _frames = Channel.CreateUnbounded<ArraySegment<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly FrameWriter _writer = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private ClosingFrame? _closing;
    private long _queuedBytes;
    private bool _ended;
    private volatile bool _discarding;

    /// <summary>Called once when the client stops taking what is sent to it, with the bytes that wait. Must not throw.</summary>
    public required Action<long> OnStalled { get; init; }

    /// <summary>Why the session closed; null while it has not.</summary>
    public SessionEnd? SessionEnd { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Only the session's loop may call this; before the session there is one caller too.</remarks>
    public void Send(ServerEvent serverEvent)
    {
        try
        {
            if (!dialect.Write(serverEvent, _writer))
                return;
        }
        catch (Exception exception)
        {
            _writer.Reset();
            LogUnwritable(exception, serverEvent.GetType().Name);
            return;
        }

        var frame = _writer.Detach();
        bool overflows;
        lock (_gate)
        {
            if (_ended || !_frames.Writer.TryWrite(frame))
            {
                ArrayPool<byte>.Shared.Return(frame.Array!);
                return;
            }

            var before = _queuedBytes;
            _queuedBytes += frame.Count;
            overflows = before <= options.OutboxLimitBytes && _queuedBytes > options.OutboxLimitBytes;
        }

        if (overflows)
            OnStalled(options.OutboxLimitBytes);
    }

    /// <inheritdoc/>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // The client is gone and the session is about to end: until then a fast voice must not race through a whole answer for nobody.
            if (_ended)
                return new ValueTask(Task.Delay(PauseAfterTheEnd, cancellationToken));
            if (_queuedBytes < options.OutboxRoomBytes)
                return ValueTask.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <inheritdoc/>
    public void Close(SessionEnd reason)
    {
        SessionEnd = reason;
        Close(reason switch
        {
            Engine.Session.SessionEnd.Expired => new ClosingFrame(
                WebSocketCloseStatus.EndpointUnavailable,
                FormattableString.Invariant($"Your session hit the maximum duration of {options.MaxSessionLength.TotalMinutes:0} minutes.")),
            Engine.Session.SessionEnd.CallEnded => new ClosingFrame(WebSocketCloseStatus.NormalClosure, "The call has ended."),
            _ => new ClosingFrame(WebSocketCloseStatus.InternalServerError, "The session failed."),
        });
    }

    /// <summary>Sends a close frame after what was sent so far. The first caller's frame counts.</summary>
    /// <param name="closing">The frame.</param>
    public void Close(ClosingFrame closing)
    {
        Interlocked.CompareExchange(ref _closing, closing, null);
        _frames.Writer.TryComplete();
    }

    /// <summary>Sends a close frame next; what waits is not sent any more.</summary>
    /// <param name="closing">The frame.</param>
    public void CloseNow(ClosingFrame closing)
    {
        _discarding = true;
        Close(closing);
    }

    /// <summary>Sends frames until the close frame is out.</summary>
    /// <param name="cancellationToken">Aborts the WebSocket.</param>
    /// <exception cref="OperationCanceledException">It was aborted.</exception>
    /// <exception cref="WebSocketException">The connection is lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stall = clock.CreateTimer(_ => OnStalled(Interlocked.Read(ref _queuedBytes)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using (stall.ConfigureAwait(false))
        {
            try
            {
                await Task.Delay(FirstEventDelay, clock, cancellationToken).ConfigureAwait(false);
                await foreach (var frame in _frames.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                    await SendAsync(frame, stall, cancellationToken).ConfigureAwait(false);
                await socket.CloseOutputAsync(_closing!.Status, _closing.Description, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                End();
            }
        }
    }

    private async ValueTask SendAsync(ArraySegment<byte> frame, ITimer stall, CancellationToken cancellationToken)
    {
        try
        {
            if (_discarding)
                return;
            stall.Change(options.SendTimeout, Timeout.InfiniteTimeSpan);
            await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            stall.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            Release(frame);
        }
    }

    private void Release(ArraySegment<byte> frame)
    {
        ArrayPool<byte>.Shared.Return(frame.Array!);
        lock (_gate)
        {
            _queuedBytes -= frame.Count;
            if (_queuedBytes < options.OutboxRoomBytes)
                OpenRoom();
        }
    }

    /// <summary>Nothing is sent any more: waiters go on, and what they send is dropped.</summary>
    private void End()
    {
        lock (_gate)
        {
            _ended = true;
            OpenRoom();
        }

        _frames.Writer.TryComplete();
        while (_frames.Reader.TryRead(out var frame))
            ArrayPool<byte>.Shared.Return(frame.Array!);
    }

    private void OpenRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }

    [LoggerMessage(1, LogLevel.Error, "A {EventType} could not be written; the client does not get it")]
    private partial void LogUnwritable(Exception exception, string eventType);
}
