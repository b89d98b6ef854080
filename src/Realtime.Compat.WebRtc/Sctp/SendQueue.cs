using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// Messages on their way out: cut into pieces, numbered when first sent, kept until acknowledged or given up (RFC 9260, section 6; RFC 3758).
/// </summary>
/// <param name="initialTsn">Number of the first piece.</param>
/// <param name="maxPayload">Bytes of a message that one piece holds.</param>
/// <param name="streams">Streams of this side.</param>
internal sealed class SendQueue(uint initialTsn, int maxPayload, int streams)
{
    private const int MissReportsOfLoss = 3;
    private const int MaxSpares = 256;

    private readonly ushort[] _nextSsn = new ushort[streams];
    private readonly Queue<OutboundChunk> _pending = new();
    private readonly List<OutboundChunk> _outstanding = []; // consecutive TSNs from _acked + 1
    private readonly Stack<OutboundChunk> _spares = new();
    private long _lastMessage;
    private uint _acked = initialTsn - 1;
    private int _lost;

    /// <summary>Number of the next new piece.</summary>
    public uint NextTsn { get; private set; } = initialTsn;

    /// <summary>Bytes sent and neither acknowledged nor held for lost.</summary>
    public int FlightBytes { get; private set; }

    /// <summary>Bytes queued or sent and not acknowledged.</summary>
    public long BufferedBytes { get; private set; }

    public bool HasOutstanding => _outstanding.Count > 0;

    public bool IsEmpty => _outstanding.Count == 0 && _pending.Count == 0;

    /// <summary>Up to where the peer may go on because all is given up there (RFC 3758, section 3.5).</summary>
    public uint AdvancedAckPoint
    {
        get
        {
            var point = _acked;
            foreach (var chunk in _outstanding)
            {
                if (!chunk.Abandoned) break;
                point = chunk.Tsn;
            }

            return point;
        }
    }

    public bool NeedsForwardTsn => _outstanding.Count > 0 && _outstanding[0].Abandoned;

    /// <summary>Queues a message.</summary>
    /// <param name="streamId">A stream below the number of streams.</param>
    /// <param name="protocol">Its payload protocol identifier.</param>
    /// <param name="payload">At least one byte; copied.</param>
    /// <param name="unordered">Whether it may overtake others.</param>
    /// <param name="maxRetransmits">When to give it up.</param>
    /// <param name="expiry">When to give it up.</param>
    public void Enqueue(ushort streamId, uint protocol, ReadOnlySpan<byte> payload, bool unordered, int? maxRetransmits, TimeSpan? expiry)
    {
        _lastMessage++;
        for (var at = 0; at < payload.Length; at += maxPayload)
        {
            var piece = payload.Slice(at, Math.Min(maxPayload, payload.Length - at));
            var chunk = _spares.TryPop(out var spare) ? spare : new OutboundChunk();
            chunk.Fill(piece);
            chunk.MessageId = _lastMessage;
            chunk.StreamId = streamId;
            chunk.Protocol = protocol;
            chunk.MaxRetransmits = maxRetransmits;
            chunk.Expiry = expiry;
            chunk.Flags = (byte)((at == 0 ? DataChunk.Beginning : 0) | (at + piece.Length == payload.Length ? DataChunk.End : 0) | (unordered ? DataChunk.UnorderedFlag : 0));
            BufferedBytes += piece.Length;
            _pending.Enqueue(chunk);
        }
    }

    /// <summary>Whether some of a stream was queued and never sent.</summary>
    public bool HasUnsent(ushort streamId)
    {
        foreach (var chunk in _pending)
        {
            if (chunk.StreamId == streamId) return true;
        }

        return false;
    }

    /// <summary>Numbers a stream's messages from zero again.</summary>
    public void ResetStream(ushort streamId) => _nextSsn[streamId] = 0;

    /// <summary>The piece to be sent next: lost ones first, then new ones as far as the windows allow.</summary>
    /// <param name="window">Bytes that may be in flight by congestion control.</param>
    /// <param name="peerWindow">Bytes the peer has room for beside those in flight.</param>
    /// <param name="now">The association's clock.</param>
    /// <returns>Null when nothing may be sent.</returns>
    public OutboundChunk? Next(int window, long peerWindow, TimeSpan now)
    {
        if (_lost > 0 && (FlightBytes < window || FlightBytes == 0) && NextLost(now) is { } lost) return lost;
        DropExpired(now);
        if (!_pending.TryPeek(out var chunk)) return null;
        // One piece may always be under way: it probes a window that the peer closed.
        if (FlightBytes > 0 && (FlightBytes >= window || chunk.Length > peerWindow)) return null;

        Number(_pending.Dequeue());
        return Sent(chunk, now);
    }

    /// <summary>Takes an acknowledgement.</summary>
    /// <param name="cumulative">All up to this TSN came.</param>
    /// <param name="gaps">Gap ack blocks, four bytes each.</param>
    /// <param name="isRecovering">Whether the congestion window is in fast recovery.</param>
    /// <param name="now">The association's clock.</param>
    /// <returns>What it told; null for one that is out of date or cannot be.</returns>
    public Acknowledgement? Acknowledge(uint cumulative, ReadOnlySpan<byte> gaps, bool isRecovering, TimeSpan now)
    {
        if (Serial.IsAfter(_acked, cumulative) || Serial.IsAfter(cumulative, NextTsn - 1)) return null;

        var result = new Acknowledgement();
        var newlyAcked = cumulative;
        var advanced = (int)(cumulative - _acked);
        for (var i = 0; i < advanced; i++)
        {
            Ack(_outstanding[i], now, ref result);
            Release(_outstanding[i]);
        }

        _outstanding.RemoveRange(0, advanced);
        _acked = cumulative;
        result.Advanced = advanced > 0;

        var next = 0; // blocks ascend, so one walk over the outstanding pieces does
        for (; gaps.Length >= 4; gaps = gaps[4..])
        {
            var start = BinaryPrimitives.ReadUInt16BigEndian(gaps) - 1;
            var end = BinaryPrimitives.ReadUInt16BigEndian(gaps[2..]) - 1;
            if (start < next || end < start || end >= _outstanding.Count) break;
            for (; next < start; next++) Renege(_outstanding[next]);
            for (; next <= end; next++)
            {
                if (!_outstanding[next].Acked) newlyAcked = _outstanding[next].Tsn;
                Ack(_outstanding[next], now, ref result);
            }
        }

        var reported = next;
        for (; next < _outstanding.Count; next++) Renege(_outstanding[next]);

        // Only pieces sent before one that came now count as missing; in recovery all that the report covers (RFC 9260, section 7.2.4).
        var limit = isRecovering && result.Advanced ? reported : Math.Max(0, (int)(newlyAcked - _acked));
        for (var i = 0; i < limit && i < _outstanding.Count; i++)
        {
            var chunk = _outstanding[i];
            if (!chunk.InFlight || chunk.FastRetransmitted || ++chunk.MissReports < MissReportsOfLoss) continue;
            chunk.FastRetransmitted = true;
            Lose(chunk);
            result.FoundLoss = true;
        }

        return result;
    }

    /// <summary>Holds all that is in flight for lost (RFC 9260, section 6.3.3).</summary>
    public void LoseAll()
    {
        foreach (var chunk in _outstanding)
        {
            if (chunk.InFlight) Lose(chunk);
            chunk.MissReports = 0;
        }
    }

    /// <summary>Gives up what is lost and over its limits, so that <see cref="NeedsForwardTsn"/> tells.</summary>
    public void GiveUpExpired(TimeSpan now)
    {
        if (_lost == 0) return;
        for (var i = 0; i < _outstanding.Count; i++) // grows meanwhile
        {
            if (_outstanding[i].Lost && IsOverLimits(_outstanding[i], now)) Abandon(_outstanding[i].MessageId);
        }
    }

    /// <summary>Writes a FORWARD TSN chunk's body that tells what is given up.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteForwardTsn(Span<byte> body) => ForwardTsn.Write(body, _acked, _outstanding);

    /// <summary>Gives all buffers back.</summary>
    public void Clear()
    {
        foreach (var chunk in _outstanding) chunk.Empty();
        foreach (var chunk in _pending) chunk.Empty();
        _outstanding.Clear();
        _pending.Clear();
        (FlightBytes, BufferedBytes, _lost) = (0, 0, 0);
    }

    private static bool IsOverLimits(OutboundChunk chunk, TimeSpan now) =>
        chunk.Transmissions > chunk.MaxRetransmits || chunk.Expiry < now;

    private void Number(OutboundChunk chunk)
    {
        chunk.Tsn = NextTsn++;
        chunk.Ssn = chunk.IsUnordered ? (ushort)0 : _nextSsn[chunk.StreamId];
        if (!chunk.IsUnordered && (chunk.Flags & DataChunk.End) != 0) _nextSsn[chunk.StreamId]++;
        _outstanding.Add(chunk);
    }

    private OutboundChunk? NextLost(TimeSpan now)
    {
        foreach (var chunk in _outstanding)
        {
            if (!chunk.Lost) continue;
            chunk.Lost = false;
            _lost--;
            return Sent(chunk, now);
        }

        return null;
    }

    private OutboundChunk Sent(OutboundChunk chunk, TimeSpan now)
    {
        chunk.SentAt = now;
        chunk.Transmissions++;
        chunk.MissReports = 0;
        FlightBytes += chunk.Length;
        return chunk;
    }

    private void DropExpired(TimeSpan now)
    {
        while (_pending.TryPeek(out var chunk) && chunk.Expiry < now) Abandon(chunk.MessageId);
    }

    private void Abandon(long messageId)
    {
        foreach (var chunk in _outstanding)
        {
            if (chunk.MessageId != messageId || chunk.Abandoned) continue;
            if (chunk.InFlight) FlightBytes -= chunk.Length;
            if (chunk.Lost) _lost--;
            (chunk.Lost, chunk.Abandoned) = (false, true);
        }

        // What is left of it stands first in the queue, or nothing does. If part of it was sent, a piece that never will be takes a TSN:
        // the peer cannot pass that without being told to, however many of the others reach it late.
        if (_pending.TryPeek(out var first) && first.MessageId == messageId && (first.Flags & DataChunk.Beginning) == 0)
        {
            Number(_pending.Dequeue());
            first.Abandoned = true;
            if (!first.IsUnordered && (first.Flags & DataChunk.End) == 0) _nextSsn[first.StreamId]++;
        }

        while (_pending.TryPeek(out var chunk) && chunk.MessageId == messageId) Release(_pending.Dequeue());
    }

    private void Ack(OutboundChunk chunk, TimeSpan now, ref Acknowledgement result)
    {
        if (chunk.Acked) return;
        if (chunk.InFlight) FlightBytes -= chunk.Length;
        if (chunk.Lost) _lost--;
        (chunk.Lost, chunk.Acked) = (false, true);
        if (chunk.Abandoned) return;
        result.Bytes += chunk.Length;
        if (chunk.Transmissions == 1) result.RoundTrip = now - chunk.SentAt;
    }

    private void Renege(OutboundChunk chunk)
    {
        if (!chunk.Acked) return;
        chunk.Acked = false;
        if (!chunk.Abandoned) FlightBytes += chunk.Length;
    }

    private void Lose(OutboundChunk chunk)
    {
        FlightBytes -= chunk.Length;
        chunk.Lost = true;
        _lost++;
    }

    private void Release(OutboundChunk chunk)
    {
        BufferedBytes -= chunk.Length;
        chunk.Empty();
        if (_spares.Count < MaxSpares) _spares.Push(chunk);
    }
}
