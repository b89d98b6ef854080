using System.Net;
using Realtime.Compat.WebRtc.Calls;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Network;
using Realtime.Compat.WebRtc.Sdp;
using Realtime.Compat.WebRtc.Stun;
using Realtime.Compat.WebRtc.Tests.Sctp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Calls;

/// <summary>
/// A call and its caller without sockets, on a fake clock and a path under control. The handshake of DTLS runs before the path turns bad,
/// since OpenSSL repeats by a clock of its own.
/// </summary>
internal sealed class CallOnLossyPath : INetworkPath, IAsyncDisposable
{
    private static readonly IPEndPoint CallerAddress = new(IPAddress.Loopback, 4_711);

    private readonly DtlsContext _context = new(DtlsIdentity.Create(), DtlsRole.Server);
    private readonly CallTable _table;
    private long _beats;

    public CallOnLossyPath(int seed, RtcEndpointOptions? options = null)
    {
        Path = new LossyPath(seed);
        _table = new CallTable(exception => Fault = exception);
        Peer = new RtcPeer(datagram => Path.Send(datagram, ToCall), Path.Clock);
        var offer = SdpOffer.Parse(Peer.Offer(), opus: RtcCapabilities.Probe().Opus is not null);
        Call = new RtcCall(new CallSetup
        {
            Offer = offer,
            Handler = Handler,
            Dtls = _context,
            Options = options ?? new RtcEndpointOptions { HandlerRoomBytes = 256 << 20 },
            Clock = Path.Clock,
            Table = _table,
            Ended = _ => HasEnded = true,
        });
        _table.Add(Call);
        Peer.Take($"a=ice-ufrag:{Call.Credentials.UserFragment}\r\na=ice-pwd:{Call.Credentials.Password}\r\n");
    }

    public LossyPath Path { get; }

    public RtcCall Call { get; }

    public RtcPeer Peer { get; }

    public RecordingHandler Handler { get; } = new();

    public Exception? Fault { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>What the caller says in each beat; null for nothing.</summary>
    public Func<long, short[]?> Microphone { get; set; } = _ => null;

    /// <summary>Whether the caller goes on with its checks.</summary>
    public bool Consents { get; set; } = true;

    public RtcEndpointStatistics Statistics => _table.Counters.Read();

    /// <summary>Connects caller and call and opens the channel.</summary>
    public async Task ConnectAsync()
    {
        Assert.True(Run(TimeSpan.FromSeconds(10), () => Peer.IsOpen), "The call did not connect.");
        await Handler.Opening;
    }

    /// <summary>Hangs up and waits until the handler has heard everything, the end too.</summary>
    public async Task HangUpAsync()
    {
        Call.HangUp();
        Run(TimeSpan.FromSeconds(2), () => HasEnded);
        await Call.Completion;
    }

    /// <summary>Lets time pass for both sides.</summary>
    public bool Run(TimeSpan time, Func<bool>? until = null)
    {
        for (var end = Path.Now + time; Path.Now < end;)
        {
            if (until?.Invoke() == true) return true;
            if (Consents && _beats % 50 == 0) Peer.Check();
            if (Microphone(_beats) is { } pcm) Peer.Speak(pcm);
            Call.Beat();
            Peer.Tick();
            _beats++;
            Path.Run(TimeSpan.FromMilliseconds(20));
        }
        return until?.Invoke() ?? true;
    }

    public void Send(ReadOnlySpan<byte> datagram) => Path.Send(datagram, Peer.Receive);

    public void Forget()
    {
        // The path is the test's own.
    }

    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        Peer.Dispose();
        _context.Dispose();
    }

    private void ToCall(byte[] datagram)
    {
        var copy = (byte[])datagram.Clone();
        if (!StunMessage.IsStun(copy))
        {
            Call.Receive(copy);
            return;
        }
        var response = new byte[IceLiteAgent.LongestResponse];
        if (_table.Answer(copy, CallerAddress, response, out var length, out var check) is null) return;
        Send(response.AsSpan(0, length));
        Call.Checked(this, nominated: check == IceCheck.Nominated);
    }
}
