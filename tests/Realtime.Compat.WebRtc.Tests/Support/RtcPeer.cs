using System.Globalization;
using System.Net;
using System.Text;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Opus;
using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Sctp;
using Realtime.Compat.WebRtc.Srtp;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>
/// A caller made of the same protocols, in the other role: offers, checks, starts the handshakes, opens the channel. Sans-I/O; not
/// thread-safe.
/// </summary>
internal sealed class RtcPeer : IDtlsEvents, IDataChannelHandler, IDisposable
{
    private readonly Action<byte[]> _send;
    private readonly DtlsContext _context;
    private readonly DtlsIdentity _identity = DtlsIdentity.Create();
    private readonly DtlsConnection _dtls;
    private readonly DataChannelConnection _data;
    private readonly IceCredentials _credentials = IceCredentials.Create();
    private readonly OpusEncoder _encoder = new();
    private readonly OpusDecoder _decoder = new();
    private readonly RtpSender _rtp;
    private readonly short[] _pcm = new short[2880];
    private readonly byte[] _packet = new byte[1500];
    private SrtpSender? _outgoing;
    private SrtpReceiver? _incoming;
    private string _remoteFragment = "";
    private byte[] _remotePassword = [];
    private bool _started;

    public RtcPeer(Action<byte[]> send, TimeProvider clock, string profiles = DtlsContext.AllSrtpProfiles)
    {
        _send = send;
        _context = new DtlsContext(_identity, DtlsRole.Client, profiles);
        _dtls = new DtlsConnection(_context, this);
        _data = new DataChannelConnection(new DataChannelOptions { IsDtlsClient = true, PeerMaxMessageBytes = 1 << 20 }, clock, this);
        _rtp = new RtpSender(111, 48_000, clock);
        Channel = _data.Open("oai-events");
    }

    /// <summary>What goes into the offer instead of this peer's own fingerprint.</summary>
    public string? OtherFingerprint { get; init; }

    public DataChannel Channel { get; }

    /// <summary>Told when the channel is open.</summary>
    public Action? OnOpen { get; set; }

    /// <summary>Told of each packet's audio as it comes, instead of keeping it in <see cref="Audio"/>.</summary>
    public Action<short[]>? OnAudio { get; set; }

    public bool IsConnected => _outgoing is not null;

    public bool IsOpen => Channel.State == DataChannelState.Open;

    public List<string> Events { get; } = [];

    /// <summary>Decoded audio, packet by packet in the order of arrival; nothing is concealed.</summary>
    public List<short> Audio { get; } = [];

    public int RtpPackets { get; private set; }

    public int Reports { get; private set; }

    public int ChecksAnswered { get; private set; }

    public bool? ClosedByServer { get; private set; }

    public long BufferedBytes => _data.BufferedBytes;

    public TimeSpan? NextTick => _data.NextTick;

    public string Offer() => Offers.Chromium
        .Replace("a=ice-ufrag:kAbc", $"a=ice-ufrag:{_credentials.UserFragment}", StringComparison.Ordinal)
        .Replace(Offers.Fingerprint, OtherFingerprint ?? _identity.Fingerprint.ToString(), StringComparison.Ordinal);

    /// <summary>Reads the answer.</summary>
    /// <returns>Its candidates: protocol and address.</returns>
    public IReadOnlyList<(string Protocol, IPEndPoint Address)> Take(string answer)
    {
        var lines = answer.Split("\r\n");
        string Value(string name) => lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        _remoteFragment = Value("a=ice-ufrag:");
        _remotePassword = Encoding.ASCII.GetBytes(Value("a=ice-pwd:"));
        return [.. lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .Select(fields => (fields[2], new IPEndPoint(IPAddress.Parse(fields[4]), int.Parse(fields[5], CultureInfo.InvariantCulture))))];
    }

    /// <summary>Sends a connectivity check.</summary>
    public void Check(byte[]? password = null)
    {
        var writer = new StunWriter(new byte[256], StunMessageType.BindingRequest, Guid.NewGuid().ToByteArray().AsSpan(0, 12));
        writer.Add(StunAttribute.Username, Encoding.ASCII.GetBytes($"{_remoteFragment}:{_credentials.UserFragment}"));
        writer.Add(StunAttribute.IceControlling, new byte[8]);
        writer.Add(StunAttribute.UseCandidate, []);
        writer.Add(StunAttribute.Priority, [0x6E, 0, 1, 0xFF]);
        writer.AddIntegrity(password ?? _remotePassword);
        writer.AddFingerprint();
        _send(writer.Message.ToArray());
    }

    public void Receive(byte[] datagram)
    {
        if (StunMessage.TryRead(datagram, out var message)) Answered(message);
        else if (DtlsConnection.IsDtls(datagram)) _dtls.Receive(datagram);
        else if (_incoming is not null) ReceiveMedia(datagram);
    }

    public void Tick()
    {
        if (_started) _dtls.Tick();
        if (IsConnected) _data.Tick();
    }

    /// <summary>Sends 20 ms of audio.</summary>
    public void Speak(ReadOnlySpan<short> pcm)
    {
        if (_outgoing is null) return;
        var length = _encoder.Encode(pcm, _packet.AsSpan(RtpPacket.FixedHeaderLength));
        _rtp.WriteHeader(_packet, length, 960);
        _send(_packet[.._outgoing.ProtectRtp(_packet, RtpPacket.FixedHeaderLength + length)]);
    }

    public void Send(string text) => _data.Send(Channel, Encoding.UTF8.GetBytes(text), isText: true);

    /// <summary>Says close_notify, as a browser does.</summary>
    public void Close() => _dtls.Dispose();

    public void Dispose()
    {
        _dtls.Dispose();
        _data.Dispose();
        _context.Dispose();
        _encoder.Dispose();
        _decoder.Dispose();
        _outgoing?.Dispose();
        _incoming?.Dispose();
    }

    void IDtlsEvents.DtlsDatagram(ReadOnlySpan<byte> datagram) => _send(datagram.ToArray());

    bool IDtlsEvents.DtlsConnected(ReadOnlySpan<byte> peerCertificateDer, SrtpKeyMaterial keys)
    {
        _outgoing = new SrtpSender(keys.Derive(client: true));
        _incoming = new SrtpReceiver(keys.Derive(client: false));
        _data.Connect();
        return true;
    }

    void IDtlsEvents.DtlsData(ReadOnlySpan<byte> data) => _data.Receive(data);

    void IDtlsEvents.DtlsClosed(bool byPeer) => ClosedByServer = byPeer;

    void IDataChannelHandler.SendPacket(ReadOnlySpan<byte> packet) => _dtls.Send(packet);

    void IDataChannelHandler.Opened(DataChannel channel) => OnOpen?.Invoke();

    void IDataChannelHandler.Received(DataChannel channel, ReadOnlySpan<byte> message, bool isText) => Events.Add(Encoding.UTF8.GetString(message));

    void IDataChannelHandler.Closed(DataChannel channel)
    {
        // Seen by the channel's state.
    }

    void IDataChannelHandler.ConnectionClosed(SctpCloseReason reason, string detail)
    {
        // Seen by the channel's state.
    }

    private void Answered(StunMessage message)
    {
        if (message.Type != StunMessageType.BindingSuccess || !message.HasIntegrity(_remotePassword)) return;
        ChecksAnswered++;
        if (_started) return;
        _started = true;
        _dtls.Start();
    }

    private void ReceiveMedia(byte[] datagram)
    {
        if (datagram[1] is >= 192 and <= 223)
        {
            if (_incoming!.UnprotectRtcp(datagram) > 0) Reports++;
            return;
        }
        var length = _incoming!.UnprotectRtp(datagram);
        if (length < 0 || !RtpPacket.TryParse(datagram.AsSpan(0, length), out var packet)) return;
        RtpPackets++;
        var pcm = _pcm.AsSpan(0, _decoder.Decode(packet.Payload, _pcm));
        if (OnAudio is null) Audio.AddRange(pcm);
        else OnAudio(pcm.ToArray());
    }
}
