using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>One WebRTC call and the session on it, from the offer to the end of both.</summary>
internal sealed partial class RealtimeCall : IRtcCallHandler, IPlayback, IDisposable
{
    private const int SamplesPerSecond = 24_000;

    /// <summary>Answers are made at most this far ahead of what is played.</summary>
    private static readonly TimeSpan MaxPending = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PendingPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Time for the last events of a session to reach the caller before the call ends.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FarewellPoll = TimeSpan.FromMilliseconds(20);

    private readonly Dialect _dialect;
    private readonly DataChannelOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IRtcCall? _call;
    private int _dropped;

    /// <summary>Prepares a call.</summary>
    /// <param name="dialect">How its events are spelt.</param>
    /// <param name="caller">Who called.</param>
    /// <param name="open">Opens the session over an outbox and a playback.</param>
    /// <param name="options">Limits.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="logger">Where it says what happens.</param>
    public RealtimeCall(
        Dialect dialect, Caller caller, Func<ISessionOutbox, IPlayback, RealtimeSession> open, RealtimeOptions options, TimeProvider clock, ILogger logger)
    {
        _dialect = dialect;
        Caller = caller;
        _clock = clock;
        _logger = logger;
        _outbox = new DataChannelOutbox(dialect, options, logger)
        {
            OnStalled = () => _call?.HangUp(RtcCloseReason.TransportFailed),
            MaxMessageBytes = () => _call?.MaxEventBytes ?? int.MaxValue,
        };
        Events = new CallEvents(_outbox, WaitForPlaybackAsync);
        Session = open(Events, this);
    }

    /// <summary>Who called.</summary>
    public Caller Caller { get; }

    /// <summary>The session.</summary>
    public RealtimeSession Session { get; }

    /// <summary>What the session says, for all who listen.</summary>
    public CallEvents Events { get; }

    /// <summary>Why the call ended.</summary>
    public RtcCloseReason? Reason { get; private set; }

    /// <inheritdoc/>
    TimeSpan IPlayback.Pending => LengthOf(_call?.PendingSamples ?? 0);

    /// <summary>Runs the session until it or the call ends, and ends both.</summary>
    /// <param name="call">The call.</param>
    public async Task RunAsync(IRtcCall call)
    {
        _call = call;
        await using (Session.ConfigureAwait(false))
        {
            var sending = SendAsync(call);
            await Session.RunAsync(_ending.Token).ConfigureAwait(false);
            Events.Close(SessionEnd.CallEnded);
            await sending.ConfigureAwait(false);
            call.HangUp();
            await _closed.Task.WaitAsync(Farewell, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_dropped > 0)
                LogDropped(Session.Id, _dropped);
        }
    }

    /// <summary>Ends the call.</summary>
    public void HangUp()
    {
        _call?.HangUp();
        _ending.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();

    void IRtcCallHandler.Opened() => _outbox.Open();

    void IRtcCallHandler.AudioReceived(ReadOnlySpan<short> pcm) =>
        CountDropped(Session.TryPost(new ClientEventReading(InputAudioBufferAppend.Rent(MemoryMarshal.AsBytes(pcm)))));

    void IRtcCallHandler.EventReceived(ReadOnlySpan<byte> utf8) => CountDropped(Session.TryPost(_dialect.Read(utf8.ToArray())));

    void IRtcCallHandler.PlaybackDrained() => CountDropped(Session.TryPost(new SessionInput.PlaybackDrained()));

    void IRtcCallHandler.Closed(RtcCloseReason reason)
    {
        Reason = reason;
        _ending.Cancel();
        _closed.TrySetResult();
    }

    void IPlayback.Play(ReadOnlySpan<byte> pcm16) => _call?.Play(MemoryMarshal.Cast<byte, short>(pcm16));

    TimeSpan IPlayback.Clear() => LengthOf(_call?.ClearPlayback() ?? 0);

    private static TimeSpan LengthOf(long samples) => TimeSpan.FromSeconds((double)samples / SamplesPerSecond);

    /// <summary>A session that is five seconds behind loses what it is told, and says so: waiting would only let it fall further behind.</summary>
    private void CountDropped(bool taken)
    {
        if (!taken && !_ending.IsCancellationRequested)
            _dropped++;
    }

    private async ValueTask WaitForPlaybackAsync(CancellationToken cancellationToken)
    {
        while (((IPlayback)this).Pending > MaxPending)
            await Task.Delay(PendingPoll, _clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(IRtcCall call)
    {
        using var farewell = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        using var ended = _ending.Token.Register(() => farewell.CancelAfter(Farewell));
        try
        {
            await _outbox.RunAsync(call, farewell.Token).ConfigureAwait(false);
            farewell.CancelAfter(Farewell);
            while (call.BufferedEventBytes > 0)
                await Task.Delay(FarewellPoll, _clock, farewell.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller is gone.
        }
        catch (Exception exception)
        {
            LogFailed(exception, Session.Id);
        }
        finally
        {
            await _ending.CancelAsync().ConfigureAwait(false);
        }
    }

    [LoggerMessage(42, LogLevel.Error, "Session {SessionId}: events of the call could not be sent")]
    private partial void LogFailed(Exception exception, string sessionId);

    [LoggerMessage(43, LogLevel.Warning, "Session {SessionId}: was too far behind; {Count} frames and events of the caller were lost")]
    private partial void LogDropped(string sessionId, int count);
}
