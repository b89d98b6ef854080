using System.Security.Cryptography;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Network;
using Realtime.Compat.WebRtc.Srtp;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>
/// One call: composes the protocols and owns their state under one lock. Datagrams come in by <see cref="Receive"/>, time by
/// <see cref="Beat"/>, what goes out takes the path that the caller chose. Knows no sockets.
/// </summary>
// CA1001: it frees what it holds when it ends, which nobody else may decide.
#pragma warning disable CA1001
internal sealed partial class RtcCall : IRtcCall
#pragma warning restore CA1001
{
    /// <summary>Longest time that a hang-up waits for the caller to acknowledge the last events.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CallSetup _setup;
    private readonly HandlerQueue _handler;
    private readonly AudioOutput _playback;
    private readonly List<INetworkPath> _paths = [];
    private readonly long _born;
    private AudioInput? _microphone;
    private EventChannel? _events;
    private INetworkPath? _path;
    private DtlsConnection? _dtls;
    private SrtpReceiver? _incoming;
    private SrtpSender? _outgoing;
    private long _lastCheck;
    private long _farewellSince;
    private RtcCloseReason? _farewell;
    private RtcCloseReason? _end;
    private bool _freed;

    public RtcCall(CallSetup setup)
    {
        _setup = setup;
        _born = _lastCheck = setup.Clock.GetTimestamp();
        _handler = new HandlerQueue(setup.Handler, setup.Options.HandlerRoomBytes, () => PendingSamples == 0, GiveUp);
        _playback = new AudioOutput(setup.Offer.Audio, setup.Options, setup.Clock);
    }

    /// <inheritdoc/>
    public string Id { get; } = $"rtc_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    /// <summary>What the caller's checks are made with.</summary>
    public IceCredentials Credentials { get; } = IceCredentials.Create();

    /// <summary>RTP source of the audio it sends.</summary>
    public uint AudioSource => _playback.Source;

    /// <summary>Whether the caller's certificate was seen to be the right one.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Done once the handler has heard the end.</summary>
    public Task Completion => _handler.Completion;

    /// <inheritdoc/>
    public int MaxEventBytes => _setup.Offer.Data?.MaxMessageSize ?? 0;

    /// <inheritdoc/>
    public long PendingSamples => _playback.Queue.Pending;

    /// <inheritdoc/>
    public long PlayedSamples => _playback.Queue.Played;

    /// <inheritdoc/>
    public long BufferedEventBytes
    {
        get
        {
            lock (_gate)
                return _freed ? 0 : _events?.BufferedBytes ?? 0;
        }
    }

    private bool IsOver => _end is not null || _farewell is not null;

    /// <inheritdoc/>
    public void Play(ReadOnlySpan<short> pcm)
    {
        if (!IsOver) _playback.Queue.Add(pcm);
    }

    /// <inheritdoc/>
    public int ClearPlayback() => _playback.Queue.Clear();

    /// <inheritdoc/>
    public ValueTask SendEvent(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken = default)
    {
        if (utf8.Length > MaxEventBytes)
            throw new ArgumentException($"The message has {utf8.Length} bytes, the caller takes {MaxEventBytes}.", nameof(utf8));
        lock (_gate)
        {
            if (IsOver) return ValueTask.CompletedTask;
            if (_events is not { IsOpen: true }) throw new InvalidOperationException("The event channel is not open yet.");
            return _events.Send(utf8, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void HangUp(RtcCloseReason reason = RtcCloseReason.HungUp)
    {
        // From within a method of this call (a handler that is too slow), that method frees what it still works with.
        var within = _gate.IsHeldByCurrentThread;
        lock (_gate)
        {
            if (IsOver) return;
            _playback.Queue.Clear();
            _farewell = reason;
            _farewellSince = _setup.Clock.GetTimestamp();
            SayFarewell();
            if (!within) Free();
        }
    }

    /// <summary>Ends the call at once, since it cannot go on.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            End(RtcCloseReason.TransportFailed);
            Free();
        }
    }

    /// <summary>Twenty milliseconds went by: sends the next packet of audio, repeats what was lost, watches the time-outs.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            if (_end is not null) return;
            Watch();
            if (_end is null) _dtls?.Tick();
            if (_end is null && IsConnected) _events?.Tick();
            if (_end is null && IsConnected && _farewell is null) SendAudio();
            SayFarewell();
            Free();
        }
    }

    /// <summary>Ends the call; what it had is freed when the outermost method leaves. To be called under the lock.</summary>
    private void End(RtcCloseReason reason)
    {
        if (_end is not null) return;
        _end = _farewell ?? reason;
        _playback.Queue.Clear();
        _setup.Table.Counters.CountEnd(_end.Value);
    }

    private void Free()
    {
        if (_end is null || _freed) return;
        _freed = true;
        _events?.Dispose();
        // Says close_notify over the path, so that comes first.
        _dtls?.Dispose();
        _incoming?.Dispose();
        _outgoing?.Dispose();
        _microphone?.Dispose();
        _playback.Dispose();
        foreach (var path in _paths)
            path.Forget();
        _paths.Clear();
        _setup.Ended(this);

        // Last of all: whoever hears of it finds the call gone.
        _handler.Closed(_end.Value);
    }

    /// <summary>Events that were given before the hang-up still get a moment to arrive.</summary>
    private void SayFarewell()
    {
        if (_farewell is not { } reason || _end is not null) return;
        var done = !IsConnected || _events is null || _events.BufferedBytes == 0;
        if (done || _setup.Clock.GetElapsedTime(_farewellSince) > Farewell) End(reason);
    }

    private void Watch()
    {
        if (IsConnected)
        {
            if (_setup.Clock.GetElapsedTime(_lastCheck) > _setup.Options.ConsentTimeout) End(RtcCloseReason.ConsentLost);
        }
        else if (_setup.Clock.GetElapsedTime(_born) > _setup.Options.ConnectTimeout)
        {
            End(RtcCloseReason.NeverConnected);
        }
    }

    private void GiveUp(RtcCloseReason reason, Exception? exception)
    {
        if (exception is not null) _setup.Table.Report(exception);
        HangUp(reason);
    }
}
