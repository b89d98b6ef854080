using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <content>How associations come to be and go (RFC 9260, sections 5 and 9).</content>
public sealed partial class SctpAssociation
{
    private readonly byte[] _cookieKey;
    private uint _localTsn;
    private byte[] _echo = []; // the peer's cookie, to be sent until it is acknowledged
    private Deadline _setup;   // T1-init, T1-cookie, T2-shutdown: never two at once
    private int _setupTries;

    /// <summary>Sends an INIT. Both sides may do so at once.</summary>
    /// <exception cref="InvalidOperationException">The association was begun before.</exception>
    public void Connect()
    {
        if (_state != SctpState.Closed) throw new InvalidOperationException("The association was begun before.");
        SendInit();
        _writer.Flush();
    }

    /// <summary>Ends the association once all that was queued has arrived; nothing more can be sent.</summary>
    public void Shutdown()
    {
        switch (_state)
        {
            case SctpState.Established:
                _state = SctpState.ShutdownPending;
                SendWhatIsDue();
                break;
            case SctpState.Closed or SctpState.CookieWait or SctpState.CookieEchoed:
                Abort();
                break;
        }
    }

    private void SendInit()
    {
        _state = SctpState.CookieWait;
        _writer.Flush(); // INIT travels alone
        var body = _writer.Add(0, ChunkType.Init, 0, InitChunk.WrittenLength);
        InitChunk.Write(body, _localTag, (uint)_receiveBuffer, _options.Streams, _localTsn);
        _writer.Flush();
        _setup.Set(Now + _timeout.Current);
    }

    private void HandleInit(SctpPacket packet)
    {
        if (!InitChunk.TryParse(packet.Body, out var init) || _state == SctpState.ShutdownAckSent) return;
        // While it is not up, this side answers with the tag and TSN it has (section 5.2.1), so that INITs that cross make one association.
        // Once it is up, with new ones (5.2.2): what comes back tells a restart from a duplicate.
        var isUp = _state is not (SctpState.Closed or SctpState.CookieWait or SctpState.CookieEchoed);
        var cookie = new StateCookie
        {
            MadeAt = Now,
            LocalTag = isUp ? NewTag() : _localTag,
            LocalTsn = isUp ? NewTag() : _localTsn,
            PeerTag = init.Tag,
            PeerTsn = init.InitialTsn,
            PeerWindow = init.Window,
            PeerStreams = init.InboundStreams,
            PeerForwardsTsn = init.ForwardsTsn,
            PeerReconfigures = init.Reconfigures,
            TieTag = isUp ? _localTag : 0,
        };

        var unknown = MeasureReportable(init);
        _writer.Flush();
        if (_state == SctpState.Closed) _writer.PeerPort = packet.SourcePort;
        var body = _writer.Add(init.Tag, ChunkType.InitAck, 0, InitChunk.WrittenLength + 4 + StateCookie.Length + unknown);
        var at = InitChunk.Write(body, cookie.LocalTag, (uint)_receiveBuffer, _options.Streams, cookie.LocalTsn);
        InitChunk.WriteHeader(body[at..], ParameterType.StateCookie, StateCookie.Length);
        cookie.Write(body[(at + 4)..], _cookieKey);
        WriteReportable(init, body[(at + 4 + StateCookie.Length)..]);
        _writer.Flush();
    }

    private void HandleInitAck(SctpPacket packet)
    {
        if (_state != SctpState.CookieWait || !InitChunk.TryParse(packet.Body, out var init) || init.Cookie.IsEmpty) return;
        if (init.Cookie.Length > (_options.MaxPacketBytes & ~3) - SctpPacket.HeaderLength - 4)
        {
            End(SctpCloseReason.ProtocolViolation, "The peer's state cookie does not fit a packet.");
            return;
        }

        Adopt(init.Tag, init.InitialTsn, init.Window, init.InboundStreams, init.ForwardsTsn, init.Reconfigures);
        _echo = init.Cookie.ToArray();
        _state = SctpState.CookieEchoed;
        _setupTries = 0;
        SendEcho();
    }

    private void SendEcho()
    {
        _writer.Flush();
        _echo.CopyTo(_writer.Add(_peerTag, ChunkType.CookieEcho, 0, _echo.Length));
        _setup.Set(Now + _timeout.Current);
    }

    /// <summary>Takes a cookie back (RFC 9260, sections 5.1.5 and 5.2.4); false when the packet is to be dropped.</summary>
    private bool HandleCookieEcho(SctpPacket packet)
    {
        if (!StateCookie.TryRead(packet.Body, _cookieKey, out var cookie) || packet.VerificationTag != cookie.LocalTag) return false;
        var (sameLocal, samePeer) = (cookie.LocalTag == _localTag, cookie.PeerTag == _peerTag);
        if (Now - cookie.MadeAt > _options.CookieLifetime && !(sameLocal && samePeer))
        {
            var body = _writer.Add(cookie.PeerTag, ChunkType.Error, 0, 8);
            WriteCause(body, ErrorCause.StaleCookie, 4);
            BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)Math.Min((Now - cookie.MadeAt - _options.CookieLifetime).TotalMicroseconds, uint.MaxValue));
            return false;
        }

        if (!sameLocal)
        {
            // Action A: this side's tag was in use when the INIT came, so the peer began anew. Otherwise (C) a stray.
            if (!samePeer && cookie.TieTag == _localTag) AbortBecause(SctpCloseReason.Restarted, ErrorCause.ProtocolViolation, "The peer began the association anew.");
            return false;
        }

        switch (_state)
        {
            case SctpState.Closed or SctpState.CookieWait or SctpState.CookieEchoed: // 5.1.5; B and D
                _writer.PeerPort = packet.SourcePort;
                if (!samePeer || _state != SctpState.CookieEchoed)
                    Adopt(cookie.PeerTag, cookie.PeerTsn, cookie.PeerWindow, cookie.PeerStreams, cookie.PeerForwardsTsn, cookie.PeerReconfigures);
                _writer.Add(_peerTag, ChunkType.CookieAck, 0, 0);
                Establish();
                return true;
            case not SctpState.Ended when samePeer: // D: the COOKIE ACK was lost
                _writer.Add(_peerTag, ChunkType.CookieAck, 0, 0);
                return true;
            default:
                return false;
        }
    }

    private void Adopt(uint peerTag, uint peerTsn, uint peerWindow, ushort peerStreams, bool forwardsTsn, bool reconfigures)
    {
        _peerTag = peerTag;
        _received = new ReceivedTsns(peerTsn);
        _resets = new StreamResets(_localTsn, peerTsn);
        _peerWindow = peerWindow;
        _outboundStreams = Math.Min(peerStreams, _options.Streams);
        _peerForwardsTsn = forwardsTsn;
        _peerReconfigures = reconfigures;
    }

    private void Establish()
    {
        _state = SctpState.Established;
        _setup.Clear();
        _echo = [];
        _heartbeat.Set(Now + _options.HeartbeatInterval);
        _handler.Established();
    }

    /// <summary>Unknown parameters whose second bit asks for a report (RFC 9260, section 3.2.1), up to what fits beside the rest.</summary>
    private static int MeasureReportable(InitChunk init)
    {
        var length = 0;
        for (var parameters = init.Parameters; NextReportable(ref parameters);)
        {
            var entry = 4 + ((4 + parameters.Value.Length + 3) & ~3);
            if (length + entry > 512) break;
            length += entry;
        }

        return length;
    }

    private static void WriteReportable(InitChunk init, Span<byte> room)
    {
        for (var parameters = init.Parameters; !room.IsEmpty && NextReportable(ref parameters);)
        {
            var padded = (4 + parameters.Value.Length + 3) & ~3;
            if (4 + padded > room.Length) break;
            room[..(4 + padded)].Clear();
            InitChunk.WriteHeader(room, ParameterType.UnrecognizedParameter, padded);
            InitChunk.WriteHeader(room[4..], (ParameterType)parameters.Type, parameters.Value.Length);
            parameters.Value.CopyTo(room[8..]);
            room = room[(4 + padded)..];
        }
    }

    /// <summary>Goes to the next unknown parameter that asks for a report; false at the end, or at one that forbids to go on.</summary>
    private static bool NextReportable(ref TlvReader parameters)
    {
        while (parameters.Read())
        {
            // Known ones, and addresses, which mean nothing over DTLS: 5, 6, 9, 11, 12.
            if (parameters.Type is <= 12 or (ushort)ParameterType.SupportedExtensions or (ushort)ParameterType.ForwardTsnSupported) continue;
            if ((parameters.Type & 0x4000) != 0) return true;
            if ((parameters.Type & 0x8000) == 0) return false;
        }

        return false;
    }

    private void HandleShutdown(ReadOnlySpan<byte> body)
    {
        if (body.Length < 4 || _state is not (SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownSent or SctpState.ShutdownReceived)) return;
        Acknowledge(BinaryPrimitives.ReadUInt32BigEndian(body), []);
        if (_state == SctpState.ShutdownSent)
        {
            SendShutdownAck(); // both shut down at once
            return;
        }

        _state = SctpState.ShutdownReceived;
    }

    private void HandleShutdownAck()
    {
        if (_state is not (SctpState.ShutdownSent or SctpState.ShutdownAckSent)) return;
        _writer.Add(_peerTag, ChunkType.ShutdownComplete, 0, 0);
        _writer.Flush();
        End(SctpCloseReason.Shutdown, "The association was shut down.");
    }

    private void SendShutdown()
    {
        _state = SctpState.ShutdownSent;
        BinaryPrimitives.WriteUInt32BigEndian(_writer.Add(_peerTag, ChunkType.Shutdown, 0, 4), _received.Cumulative);
        _setup.Set(Now + _timeout.Current);
    }

    private void SendShutdownAck()
    {
        _state = SctpState.ShutdownAckSent;
        _writer.Add(_peerTag, ChunkType.ShutdownAck, 0, 0);
        _setup.Set(Now + _timeout.Current);
    }

    /// <summary>Goes on with a shutdown once all has arrived.</summary>
    private void ShutDownWhenDrained()
    {
        if (!_queue.IsEmpty) return;
        if (_state == SctpState.ShutdownPending) SendShutdown();
        else if (_state == SctpState.ShutdownReceived) SendShutdownAck();
    }

    private void RetrySetup()
    {
        if (++_setupTries > _options.MaxRetransmissions)
        {
            End(SctpCloseReason.Unreachable, "The peer did not answer.");
            return;
        }

        _timeout.BackOff();
        switch (_state)
        {
            case SctpState.CookieWait:
                SendInit();
                break;
            case SctpState.CookieEchoed:
                SendEcho();
                break;
            case SctpState.ShutdownSent:
                SendShutdown();
                break;
            case SctpState.ShutdownAckSent:
                SendShutdownAck();
                break;
        }
    }
}
