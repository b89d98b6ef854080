using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <content>How data travels: sending, acknowledging, retransmitting, giving up, probing (RFC 9260, sections 6 to 8; RFC 3758).</content>
public sealed partial class SctpAssociation
{
    private const int SackHeaderLength = 12;
    private const int HeartbeatInfoLength = 16;

    // As many packets at a time as section 6.1 D lets go out in one burst.
    private const int MaxBurst = 4;

    private Deadline _retransmission; // T3-rtx
    private Deadline _sack;
    private Deadline _heartbeat;
    private int _failures;
    private int _packetsUnacknowledged;
    private bool _mustSack;
    private bool _awaitsHeartbeat;
    private ulong _heartbeatNonce;
    private bool _mustRetransmit;
    private bool _forwardTsnDue;
    private uint _forwardedTo;

    /// <summary>When <see cref="Tick"/> must be called at the latest, from now; zero when it is due, null when nothing is waited for.</summary>
    public TimeSpan? NextTick
    {
        get
        {
            if (_state == SctpState.Ended) return null;
            var at = Earlier(Earlier(_setup.At, _retransmission.At), Earlier(Earlier(_sack.At, _heartbeat.At), _reset.At));
            return at is { } time ? Max(time - Now, TimeSpan.Zero) : null;

            static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
            static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
        }
    }

    /// <summary>Does what time demands: retransmissions, delayed acknowledgements, probes. May be called at any time.</summary>
    public void Tick()
    {
        if (_state == SctpState.Ended) return;
        var now = Now;
        if (_setup.Take(now)) RetrySetup();
        if (_state != SctpState.Ended && _retransmission.Take(now)) TimeOut();
        if (_state != SctpState.Ended && _reset.Take(now) && CountFailure())
        {
            _timeout.BackOff();
            SendReset();
        }

        if (_state != SctpState.Ended && _heartbeat.Take(now)) Probe();
        if (_state == SctpState.Ended) return;
        if (_sack.Take(now)) _mustSack = true;
        SendWhatIsDue();
    }

    private bool HandleData(byte flags, ReadOnlySpan<byte> body)
    {
        if (_state is not (SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownSent)) return true;
        if (body.Length <= DataChunk.HeaderLength) return Violate("A DATA chunk holds no data.");

        var chunk = new DataChunk(flags, body);
        _mustSack |= chunk.WantsSackAtOnce;
        if (!_received.IsNew(chunk.Tsn))
        {
            _received.Add(chunk.Tsn); // notes the duplicate
            _mustSack = true;
            return true;
        }

        // Beyond the window only what fills the first gap is taken: it may set free what waits for it.
        if (_reassembly.BufferedBytes > _receiveBuffer && (_received.HasGaps || _reassembly.BufferedBytes > 2 * _receiveBuffer))
        {
            if (chunk.Tsn != _received.Cumulative + 1)
            {
                _mustSack = true;
                return true;
            }

            if (_reassembly.BufferedBytes > 2 * _receiveBuffer) return Violate("More messages wait for others than the window allows.");
        }

        _received.Add(chunk.Tsn);
        if (chunk.StreamId >= _options.Streams)
        {
            var cause = _writer.Add(_peerTag, ChunkType.Error, 0, 8);
            WriteCause(cause, ErrorCause.InvalidStream, 4);
            BinaryPrimitives.WriteUInt32BigEndian(cause[4..], (uint)chunk.StreamId << 16);
            return true;
        }

        return _reassembly.Add(chunk) is not { } wrong || Violate(wrong);
    }

    private bool Violate(string wrong)
    {
        AbortBecause(SctpCloseReason.ProtocolViolation, ErrorCause.ProtocolViolation, wrong);
        return false;
    }

    private void AcknowledgeSoon()
    {
        _packetsUnacknowledged++;
        if (_packetsUnacknowledged >= 2 || _received.HasGaps || _state == SctpState.ShutdownSent) _mustSack = true;
        else if (!_sack.IsSet) _sack.Set(Now + _options.SackDelay);
    }

    private void HandleSack(ReadOnlySpan<byte> body)
    {
        if (body.Length < SackHeaderLength || _peerTag == 0) return;
        var gaps = 4 * BinaryPrimitives.ReadUInt16BigEndian(body[8..]);
        if (body.Length < SackHeaderLength + gaps) return;

        if (!Acknowledge(BinaryPrimitives.ReadUInt32BigEndian(body), body.Slice(SackHeaderLength, gaps))) return;
        _peerWindow = BinaryPrimitives.ReadUInt32BigEndian(body[4..]) - _queue.FlightBytes;
    }

    private bool Acknowledge(uint cumulative, ReadOnlySpan<byte> gaps)
    {
        var now = Now;
        var flight = _queue.FlightBytes;
        if (_queue.Acknowledge(cumulative, gaps, _window.IsRecovering, now) is not { } told) return false;

        _failures = 0;
        if (told.RoundTrip is { } roundTrip) _timeout.Measure(roundTrip);
        if (told.FoundLoss) _mustRetransmit |= _window.Lose(_queue.NextTsn - 1);
        else if (told.Advanced) _window.Acknowledge(told.Bytes, wasFull: flight + MaxPayload > _window.Bytes, cumulative);
        if (!_queue.HasOutstanding) _retransmission.Clear();
        else if (told.Advanced) _retransmission.Set(now + _timeout.Current);
        return true;
    }

    private void TimeOut()
    {
        if (!_queue.HasOutstanding || !CountFailure()) return;
        _timeout.BackOff();
        _window.TimeOut();
        _queue.LoseAll();
        if (_queue.NeedsForwardTsn) _forwardTsnDue = true;
    }

    private bool CountFailure()
    {
        if (++_failures <= _options.MaxRetransmissions) return true;
        AbortBecause(SctpCloseReason.Unreachable, ErrorCause.UserInitiatedAbort, "The peer does not acknowledge.");
        return false;
    }

    /// <summary>Sends acknowledgements, what the windows allow of the data, and resets; in as few packets as it takes.</summary>
    private void SendWhatIsDue()
    {
        if (_peerTag != 0 && _state is not (SctpState.CookieWait or SctpState.CookieEchoed or SctpState.Closed))
        {
            if (_mustSack) WriteSack();
            if (_state is SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownReceived)
            {
                SendData();
                if (!_reset.IsSet && _resets.HasWanted && _resets.TryBegin(_queue)) SendReset();
                ShutDownWhenDrained();
            }
        }

        _writer.Flush();
    }

    private void SendData()
    {
        var now = Now;
        _queue.GiveUpExpired(now);
        if (_queue.NeedsForwardTsn && (_forwardTsnDue || _queue.AdvancedAckPoint != _forwardedTo))
        {
            _forwardedTo = _queue.AdvancedAckPoint;
            _forwardTsnDue = false;
            Span<byte> forward = stackalloc byte[4 + 4 * 64];
            forward = forward[.._queue.WriteForwardTsn(forward)];
            forward.CopyTo(_writer.Add(_peerTag, ChunkType.ForwardTsn, 0, forward.Length));
            if (!_retransmission.IsSet) _retransmission.Set(now + _timeout.Current);
        }

        var window = Math.Min(_window.Bytes, _queue.FlightBytes + MaxBurst * _options.MaxPacketBytes);
        if (_mustRetransmit) window = Math.Max(window, _queue.FlightBytes + 1); // one packet whatever the window (section 7.2.4)
        _mustRetransmit = false;
        while (_queue.Next(window, _peerWindow, now) is { } chunk)
        {
            if (_sack.IsSet && _writer.IsEmpty) WriteSack(); // an acknowledgement that waits rides along
            Write(chunk);
            if (chunk.Transmissions == 1) _peerWindow = Math.Max(0, _peerWindow - chunk.Length);
            else Retransmissions++;
            if (!_retransmission.IsSet) _retransmission.Set(now + _timeout.Current);
        }
    }

    private void Write(OutboundChunk chunk)
    {
        var body = _writer.Add(_peerTag, ChunkType.Data, chunk.Flags, DataChunk.HeaderLength + chunk.Length);
        BinaryPrimitives.WriteUInt32BigEndian(body, chunk.Tsn);
        BinaryPrimitives.WriteUInt16BigEndian(body[4..], chunk.StreamId);
        BinaryPrimitives.WriteUInt16BigEndian(body[6..], chunk.Ssn);
        BinaryPrimitives.WriteUInt32BigEndian(body[8..], chunk.Protocol);
        chunk.Payload.CopyTo(body[DataChunk.HeaderLength..]);
    }

    private void WriteSack()
    {
        _sack.Clear();
        _mustSack = false;
        _packetsUnacknowledged = 0;
        Span<byte> report = stackalloc byte[4 * 200];
        var (gaps, duplicates) = _received.WriteReport(report);
        report = report[..(4 * (gaps + duplicates))];
        var body = _writer.Add(_peerTag, ChunkType.Sack, 0, SackHeaderLength + report.Length);
        BinaryPrimitives.WriteUInt32BigEndian(body, _received.Cumulative);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], (uint)Math.Max(0, _receiveBuffer - _reassembly.BufferedBytes));
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], (ushort)gaps);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], (ushort)duplicates);
        report.CopyTo(body[SackHeaderLength..]);
    }

    /// <summary>The peer gave messages up (RFC 3758, section 3.6); whether it is to be acknowledged.</summary>
    private bool HandleForwardTsn(ReadOnlySpan<byte> body)
    {
        if (body.Length < 4 || _state is not (SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownSent)) return false;
        var tsn = BinaryPrimitives.ReadUInt32BigEndian(body);
        _mustSack = true;
        if (!Serial.IsAfter(tsn, _received.Cumulative)) return true;

        _received.SkipTo(tsn);
        _reassembly.DropUpTo(tsn);
        for (var entries = body[4..]; entries.Length >= 4; entries = entries[4..])
            _reassembly.SkipMessage(BinaryPrimitives.ReadUInt16BigEndian(entries), BinaryPrimitives.ReadUInt16BigEndian(entries[2..]));
        return true;
    }

    private void Probe()
    {
        if (_state != SctpState.Established) return;
        if (_awaitsHeartbeat && !CountFailure()) return;
        _awaitsHeartbeat = true;
        var body = _writer.Add(_peerTag, ChunkType.Heartbeat, 0, 4 + HeartbeatInfoLength);
        InitChunk.WriteHeader(body, ParameterType.HeartbeatInfo, HeartbeatInfoLength);
        BinaryPrimitives.WriteInt64BigEndian(body[4..], Now.Ticks);
        _heartbeatNonce = (ulong)Random.Shared.NextInt64();
        BinaryPrimitives.WriteUInt64BigEndian(body[12..], _heartbeatNonce);
        _heartbeat.Set(Now + _options.HeartbeatInterval);
    }

    private void HandleHeartbeat(ReadOnlySpan<byte> body)
    {
        if (_peerTag == 0 || body.Length > (_options.MaxPacketBytes & ~3) - SctpPacket.HeaderLength - 4) return;
        body.CopyTo(_writer.Add(_peerTag, ChunkType.HeartbeatAck, 0, body.Length));
    }

    private void HandleHeartbeatAck(ReadOnlySpan<byte> body)
    {
        if (!_awaitsHeartbeat || body.Length != 4 + HeartbeatInfoLength || BinaryPrimitives.ReadUInt64BigEndian(body[12..]) != _heartbeatNonce) return;
        _awaitsHeartbeat = false;
        _failures = 0;
        var roundTrip = Now - TimeSpan.FromTicks(BinaryPrimitives.ReadInt64BigEndian(body[4..]));
        if (roundTrip >= TimeSpan.Zero) _timeout.Measure(roundTrip);
    }
}
