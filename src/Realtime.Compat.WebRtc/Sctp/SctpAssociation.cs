using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// One end of an SCTP association (RFC 9260) as data channels use it over DTLS (RFC 8261, RFC 8831): one path, many streams, ordered or not,
/// reliable or not (RFC 3758), each of which may begin anew (RFC 6525). No sockets, threads or timers of its own: give it the peer's packets
/// (<see cref="Receive"/>), call <see cref="Tick"/> when <see cref="NextTick"/> has passed, and its <see cref="ISctpHandler"/> gets packets to
/// send and messages.
/// </summary>
/// <remarks>
/// Not thread-safe. In steady state nothing is allocated per packet. A peer that loses its state and begins anew ends the association
/// (<see cref="SctpCloseReason.Restarted"/>): under the same DTLS connection that does not happen to a working peer. What a peer can make this
/// side keep is bounded by <see cref="SctpOptions"/>.
/// </remarks>
public sealed partial class SctpAssociation : IDisposable
{
    private const int ChunkOverhead = 4 + DataChunk.HeaderLength;

    private readonly SctpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ISctpHandler _handler;
    private readonly SctpPacketWriter _writer;
    private readonly RetransmissionTimeout _timeout;
    private readonly long _born;
    private readonly int _receiveBuffer;

    private SctpState _state;
    private uint _localTag;
    private uint _peerTag;
    private SendQueue _queue;
    private CongestionWindow _window;
    private Reassembly _reassembly;
    private ReceivedTsns _received = new(0);
    private StreamResets _resets = new(0, 0);
    private long _peerWindow;
    private ushort _outboundStreams;
    private bool _peerForwardsTsn;
    private bool _peerReconfigures;

    /// <summary>An association that waits for the peer's INIT; <see cref="Connect"/> sends one itself.</summary>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Tells time; never asked for timers.</param>
    /// <param name="handler">Gets packets, messages and the end.</param>
    public SctpAssociation(SctpOptions options, TimeProvider clock, ISctpHandler handler)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPacketBytes, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxReceivedMessageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfZero(options.Streams);
        _options = options;
        _clock = clock;
        _handler = handler;
        _born = clock.GetTimestamp();
        _receiveBuffer = Math.Max(options.ReceiveBufferBytes, options.MaxReceivedMessageBytes);
        _writer = new SctpPacketWriter(options.Port, options.MaxPacketBytes & ~3, handler.SendPacket);
        _timeout = new RetransmissionTimeout(options.RtoInitial, options.RtoMin, options.RtoMax);
        _cookieKey = RandomNumberGenerator.GetBytes(32);
        BeginAs(NewTag(), NewTag());
    }

    /// <summary>Whether messages can be sent.</summary>
    public bool IsEstablished => _state == SctpState.Established;

    /// <summary>Whether the association is over.</summary>
    public bool IsClosed => _state == SctpState.Ended;

    /// <summary>Bytes of messages that were sent or wait to be, and are not acknowledged.</summary>
    public long BufferedBytes => _queue.BufferedBytes;

    /// <summary>Streams that may be sent in, once established.</summary>
    public ushort OutboundStreams => _outboundStreams;

    /// <summary>Packets sent again because acknowledgements were missing; a measure of the path.</summary>
    public long Retransmissions { get; private set; }

    private TimeSpan Now => _clock.GetElapsedTime(_born);

    private int MaxPayload => (_options.MaxPacketBytes & ~3) - SctpPacket.HeaderLength - ChunkOverhead;

    /// <summary>Takes a packet of the peer's: one DTLS record. What is not a packet of this association is dropped.</summary>
    /// <param name="packet">Hostile as it may be.</param>
    public void Receive(ReadOnlySpan<byte> packet)
    {
        if (_state == SctpState.Ended || !SctpPacket.TryParse(packet, out var chunks)) return;
        if (chunks.DestinationPort != _options.Port) return;

        var hadData = false;
        for (var first = true; _state != SctpState.Ended && chunks.Read(); first = false)
        {
            if (!IsForThis(chunks, first)) break;
            if (!Handle(ref chunks, ref hadData)) break;
        }

        if (_state == SctpState.Ended) return;
        if (hadData) AcknowledgeSoon();
        _heartbeat.Set(Now + _options.HeartbeatInterval);
        SendWhatIsDue();
    }

    /// <summary>Queues a message and sends what the windows allow.</summary>
    /// <param name="streamId">Below <see cref="OutboundStreams"/>.</param>
    /// <param name="protocol">Payload protocol identifier.</param>
    /// <param name="payload">At least one byte; copied. The peer's limit on length is the caller's to keep.</param>
    /// <param name="unordered">Whether it may overtake others of its stream.</param>
    /// <param name="reliability">When to give it up; taken as never where the peer lacks RFC 3758.</param>
    /// <exception cref="ArgumentException">An empty payload: SCTP has no empty messages.</exception>
    public SctpSendResult Send(ushort streamId, uint protocol, ReadOnlySpan<byte> payload, bool unordered = false, PartialReliability reliability = default)
    {
        if (payload.IsEmpty) throw new ArgumentException("SCTP has no empty messages.", nameof(payload));
        if (_state != SctpState.Established) return SctpSendResult.NotEstablished;
        if (streamId >= _outboundStreams || _resets.IsResetting(streamId)) return SctpSendResult.InvalidStream;
        if (_queue.BufferedBytes + payload.Length > _options.SendBufferBytes) return SctpSendResult.BufferFull;

        if (!_peerForwardsTsn) reliability = default;
        _queue.Enqueue(streamId, protocol, payload, unordered, reliability.MaxRetransmits, Now + reliability.MaxLifetime);
        SendWhatIsDue();
        return SctpSendResult.Queued;
    }

    /// <summary>
    /// Begins a stream of this side's anew once all that was queued in it is sent (RFC 6525); nothing more can be sent in it until
    /// <see cref="ISctpHandler.StreamsReset"/>. Does nothing when the peer lacks the extension.
    /// </summary>
    /// <param name="streamId">Below <see cref="OutboundStreams"/>.</param>
    public void ResetStream(ushort streamId)
    {
        if (_state != SctpState.Established || !_peerReconfigures || streamId >= _outboundStreams || _resets.IsResetting(streamId)) return;
        _resets.Want(streamId);
        SendWhatIsDue();
    }

    /// <summary>Ends the association at once and tells the peer.</summary>
    /// <param name="detail">One sentence for the peer, at most some hundred characters.</param>
    public void Abort(string detail = "")
    {
        if (_state == SctpState.Ended) return;
        if (_state == SctpState.Closed) End(SctpCloseReason.Aborted, detail);
        else AbortBecause(SctpCloseReason.Aborted, ErrorCause.UserInitiatedAbort, detail);
    }

    /// <summary>Ends the association without a word and gives its buffers back. The handler is not told.</summary>
    public void Dispose()
    {
        _state = SctpState.Ended;
        _queue.Clear();
        _reassembly.Clear();
    }

    private static uint NewTag() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Starts with a tag and TSN of this side's, and an empty queue.</summary>
    [MemberNotNull(nameof(_queue), nameof(_window), nameof(_reassembly))]
    private void BeginAs(uint tag, uint initialTsn)
    {
        _localTag = tag;
        _localTsn = initialTsn;
        _queue = new SendQueue(initialTsn, MaxPayload, _options.Streams);
        _window = new CongestionWindow(_options.MaxPacketBytes);
        _reassembly = new Reassembly(_options.Streams, _options.MaxReceivedMessageBytes, _handler);
    }

    /// <summary>Whether the verification tag allows the chunk (RFC 9260, section 8.5).</summary>
    private bool IsForThis(SctpPacket packet, bool isFirst)
    {
        var tag = packet.VerificationTag;
        return packet.Type switch
        {
            ChunkType.Init => tag == 0 && isFirst && packet.IsLast,
            ChunkType.CookieEcho => isFirst, // judged with the cookie
            ChunkType.Abort or ChunkType.ShutdownComplete when (packet.Flags & 1) != 0 => _peerTag != 0 && tag == _peerTag,
            ChunkType.Data when _state is SctpState.Closed => false,
            _ => tag == _localTag,
        };
    }

    /// <summary>Acts on a chunk; false when the rest of the packet is not to be looked at.</summary>
    private bool Handle(ref SctpPacket packet, ref bool hadData)
    {
        switch (packet.Type)
        {
            case ChunkType.Data:
                hadData = true;
                return HandleData(packet.Flags, packet.Body);
            case ChunkType.Init:
                HandleInit(packet);
                return false;
            case ChunkType.InitAck:
                HandleInitAck(packet);
                return true;
            case ChunkType.Sack:
                HandleSack(packet.Body);
                return true;
            case ChunkType.Heartbeat:
                HandleHeartbeat(packet.Body);
                return true;
            case ChunkType.HeartbeatAck:
                HandleHeartbeatAck(packet.Body);
                return true;
            case ChunkType.Abort:
                if (_state != SctpState.Closed) End(SctpCloseReason.AbortedByPeer, "The peer aborted the association.");
                return false;
            case ChunkType.Shutdown:
                HandleShutdown(packet.Body);
                return true;
            case ChunkType.ShutdownAck:
                HandleShutdownAck();
                return true;
            case ChunkType.ShutdownComplete:
                if (_state == SctpState.ShutdownAckSent) End(SctpCloseReason.Shutdown, "The association was shut down.");
                return false;
            case ChunkType.Error:
                HandleError(packet.Body);
                return true;
            case ChunkType.CookieEcho:
                return HandleCookieEcho(packet);
            case ChunkType.CookieAck:
                if (_state == SctpState.CookieEchoed) Establish();
                return true;
            case ChunkType.ReConfig:
                HandleReConfig(packet.Body);
                return true;
            case ChunkType.ForwardTsn:
                hadData |= HandleForwardTsn(packet.Body);
                return true;
            default:
                return HandleUnknown(packet);
        }
    }

    /// <summary>An unknown chunk's two upper bits say whether to go on and whether to report it (RFC 9260, section 3.2).</summary>
    private bool HandleUnknown(SctpPacket packet)
    {
        var type = (byte)packet.Type;
        if ((type & 0x40) != 0 && _peerTag != 0)
        {
            var copied = Math.Min(packet.Body.Length, 64);
            var cause = _writer.Add(_peerTag, ChunkType.Error, 0, 4 + 4 + copied);
            WriteCause(cause, ErrorCause.UnrecognizedChunk, 4 + copied);
            cause[4] = type;
            cause[5] = packet.Flags;
            BinaryPrimitives.WriteUInt16BigEndian(cause[6..], (ushort)(4 + packet.Body.Length));
            packet.Body[..copied].CopyTo(cause[8..]);
        }

        return (type & 0x80) != 0;
    }

    private void HandleError(ReadOnlySpan<byte> body)
    {
        for (var causes = new TlvReader(body); causes.Read();)
        {
            if ((ErrorCause)causes.Type == ErrorCause.StaleCookie && _state == SctpState.CookieEchoed) SendInit();
        }
    }

    private void AbortBecause(SctpCloseReason reason, ErrorCause cause, string detail)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(detail.Length <= 200 ? detail : detail[..200]);
        if (_peerTag != 0)
        {
            _writer.Flush();
            var body = _writer.Add(_peerTag, ChunkType.Abort, 0, 4 + text.Length);
            WriteCause(body, cause, text.Length);
            text.CopyTo(body[4..]);
            _writer.Flush();
        }

        End(reason, detail);
    }

    private static void WriteCause(Span<byte> body, ErrorCause cause, int valueLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)cause);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)(4 + valueLength));
    }

    private void End(SctpCloseReason reason, string detail)
    {
        if (_state == SctpState.Ended) return;
        Dispose();
        _handler.Closed(reason, detail);
    }
}
