using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>
/// One client's WebSocket from upgrade to close: reads into a session, sends what it says, ends both together. When its work
/// completes, nothing of the session runs any more.
/// </summary>
internal sealed partial class WebSocketConnection : IAsyncDisposable
{
    /// <summary>Time for the client to take what is under way and to answer a close frame; then the connection is cut.</summary>
    private static readonly TimeSpan UsualCloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The same while the server shuts down.</summary>
    private static readonly TimeSpan StoppingCloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Dialect _dialect;
    private readonly ILogger _logger;
    private readonly RealtimeOptions _options;
    private readonly WebSocketInbox _inbox;
    private readonly WebSocketOutbox _outbox;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _stop;
    private DisconnectReason _reason;

    /// <summary>Takes over a WebSocket.</summary>
    /// <param name="socket">The socket, open. Its owner disposes it afterwards.</param>
    /// <param name="dialect">How the client speaks.</param>
    /// <param name="options">Limits.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="logger">Where it says what happens.</param>
    /// <param name="stopping">Cancelled when the server shuts down: the client is told, within a second.</param>
    public WebSocketConnection(WebSocket socket, Dialect dialect, RealtimeOptions options, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        _dialect = dialect;
        _options = options;
        _logger = logger;
        _inbox = new WebSocketInbox(socket, options.MaxMessageBytes);
        _outbox = new WebSocketOutbox(socket, dialect, options, clock, logger) { OnStalled = CutStalled };
        _cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _stopping = stopping;
        _stop = stopping.Register(Stop);
    }

    /// <summary>Where a session's events leave.</summary>
    public ISessionOutbox Outbox => _outbox;

    private TimeSpan CloseTimeout => _stopping.IsCancellationRequested ? StoppingCloseTimeout : UsualCloseTimeout;

    /// <summary>Serves a session until it or the connection ends.</summary>
    /// <param name="session">A session over <see cref="Outbox"/>, not started; disposed at the end.</param>
    /// <returns>Why it ended.</returns>
    public async Task<DisconnectReason> ServeAsync(RealtimeSession session)
    {
        using var ending = new CancellationTokenSource();
        await using (session.ConfigureAwait(false))
        {
            // The session speaks first: session.created is queued before the first message is read.
            var running = session.RunAsync(ending.Token);
            try
            {
                return await ExchangeAsync(session).ConfigureAwait(false);
            }
            finally
            {
                await ending.CancelAsync().ConfigureAwait(false);
                await running.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes part in a session that is not this connection's own, until the session or the connection ends.</summary>
    /// <param name="session">The session; its events come by <see cref="Outbox"/> already.</param>
    /// <returns>Why it ended.</returns>
    public Task<DisconnectReason> JoinAsync(RealtimeSession session) => ExchangeAsync(session);

    /// <summary>Tells the client why it is not served, and closes.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="status">How the connection closes.</param>
    /// <returns>Why the connection ended.</returns>
    public Task<DisconnectReason> RefuseAsync(RealtimeError refusal, WebSocketCloseStatus status)
    {
        Because(DisconnectReason.Refused);
        _outbox.Send(new ErrorEvent { Details = refusal });
        _outbox.Close(new ClosingFrame(status, refusal.Code is null ? refusal.Type : $"{refusal.Type}.{refusal.Code}"));
        return ExchangeAsync(session: null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.DisposeAsync().ConfigureAwait(false);
        _cut.Dispose();
        _inbox.Dispose();
    }

    /// <summary>Sends and receives until both directions are closed, or the connection is cut.</summary>
    private async Task<DisconnectReason> ExchangeAsync(RealtimeSession? session)
    {
        var sending = SendAsync();
        try
        {
            await ReceiveAsync(session).ConfigureAwait(false);
            Because(ReasonOf(_outbox.SessionEnd) ?? DisconnectReason.ClientClosed);
            _outbox.CloseNow(new ClosingFrame(WebSocketCloseStatus.NormalClosure, null));
            _cut.CancelAfter(CloseTimeout);
        }
        catch (Exception exception)
        {
            Because(ReasonOf(_outbox.SessionEnd) ?? (IsLoss(exception) ? DisconnectReason.ConnectionLost : DisconnectReason.Failed));
            if (!IsLoss(exception))
                LogFailed(exception);
            await _cut.CancelAsync().ConfigureAwait(false);
        }

        await sending.ConfigureAwait(false);
        return _reason;
    }

    private async Task SendAsync()
    {
        try
        {
            await _outbox.RunAsync(_cut.Token).ConfigureAwait(false);
            _cut.CancelAfter(CloseTimeout);
        }
        catch (Exception exception)
        {
            // The receiving side has the connection's fate: it is woken and says why.
            if (!IsLoss(exception))
                LogFailed(exception);
            await _cut.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(RealtimeSession? session)
    {
        while (true)
        {
            var message = await _inbox.ReadAsync(_cut.Token).ConfigureAwait(false);
            if (message.Kind is InboundKind.Close)
                return;
            if (session is not null)
                await session.PostAsync(Read(message), _cut.Token).ConfigureAwait(false);
        }
    }

    private ClientEventReading Read(InboundMessage message) => message.Kind switch
    {
        InboundKind.Binary => new ClientEventReading(ConnectErrors.BinaryMessage()),
        InboundKind.TooLarge => new ClientEventReading(ConnectErrors.MessageTooLarge(_options.MaxMessageBytes)),
        _ => _dialect.Read(message.Text),
    };

    private void CutStalled(long queuedBytes)
    {
        Because(DisconnectReason.Stalled);
        LogStalled(queuedBytes);
        _cut.Cancel();
    }

    private void Stop()
    {
        Because(DisconnectReason.ServerStopping);
        _outbox.CloseNow(new ClosingFrame(WebSocketCloseStatus.EndpointUnavailable, "The server is shutting down."));
        _cut.CancelAfter(CloseTimeout);
    }

    /// <summary>The first reason is the one that counts.</summary>
    private void Because(DisconnectReason reason) => Interlocked.CompareExchange(ref _reason, reason, DisconnectReason.None);

    private static DisconnectReason? ReasonOf(SessionEnd? end) => end switch
    {
        null => null,
        SessionEnd.Expired => DisconnectReason.Expired,
        SessionEnd.CallEnded => DisconnectReason.CallEnded,
        _ => DisconnectReason.Failed,
    };

    /// <summary>Whether this is how a WebSocket says that its connection is gone.</summary>
    private static bool IsLoss(Exception exception) => exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    [LoggerMessage(10, LogLevel.Warning, "A client takes nothing of what is sent to it ({QueuedBytes} bytes wait): it is disconnected")]
    private partial void LogStalled(long queuedBytes);

    [LoggerMessage(11, LogLevel.Error, "A connection failed")]
    private partial void LogFailed(Exception exception);
}
