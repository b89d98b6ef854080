using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Which transmission sequence numbers came: all up to a cumulative one, and some beyond it, in a window of fixed size.</summary>
internal sealed class ReceivedTsns(uint initialTsn)
{
    /// <summary>How far ahead of the cumulative TSN one may be; the peer sends what lies beyond once more.</summary>
    public const int Window = 8192;

    private const int MaxDuplicates = 8;

    private readonly ulong[] _seen = new ulong[Window / 64];
    private readonly uint[] _duplicates = new uint[MaxDuplicates];
    private int _duplicateCount;
    private uint _highest = initialTsn - 1;

    /// <summary>All up to this one came.</summary>
    public uint Cumulative { get; private set; } = initialTsn - 1;

    /// <summary>Whether something is missing before the highest that came.</summary>
    public bool HasGaps => _highest != Cumulative;

    /// <summary>Takes note of one.</summary>
    /// <returns>False when it came before, or lies beyond the window.</returns>
    public bool Add(uint tsn)
    {
        var ahead = tsn - Cumulative;
        if (ahead is 0 or > Window || Contains(tsn))
        {
            if (ahead is <= Window or > int.MaxValue) NoteDuplicate(tsn);
            return false;
        }

        Mark(tsn);
        if (Serial.IsAfter(tsn, _highest)) _highest = tsn;
        Advance();
        return true;
    }

    /// <summary>Whether one would be taken.</summary>
    public bool IsNew(uint tsn) => tsn - Cumulative is > 0 and <= Window && !Contains(tsn);

    /// <summary>Counts all up to one as received (FORWARD TSN).</summary>
    public void SkipTo(uint tsn)
    {
        if (!Serial.IsAfter(tsn, Cumulative)) return;
        if (tsn - Cumulative >= Window) Array.Clear(_seen);
        else
        {
            for (var skipped = Cumulative + 1; skipped != tsn + 1; skipped++) Clear(skipped);
        }

        Cumulative = tsn;
        if (Serial.IsAfter(tsn, _highest)) _highest = tsn;
        Advance();
    }

    /// <summary>Writes the gap ack blocks and duplicates of a SACK (RFC 9260, section 3.3.4) and forgets the duplicates.</summary>
    /// <param name="room">Where they go, behind the SACK's fixed part.</param>
    /// <returns>How many of each.</returns>
    public (int Gaps, int Duplicates) WriteReport(Span<byte> room)
    {
        var gaps = 0;
        var maxGaps = (room.Length - 4 * _duplicateCount) / 4;
        for (var tsn = Cumulative + 1; gaps < maxGaps && !Serial.IsAfter(tsn, _highest);)
        {
            while (!Serial.IsAfter(tsn, _highest) && !Contains(tsn)) tsn++;
            if (Serial.IsAfter(tsn, _highest)) break;
            var start = tsn;
            while (!Serial.IsAfter(tsn, _highest) && Contains(tsn)) tsn++;
            BinaryPrimitives.WriteUInt16BigEndian(room[(4 * gaps)..], (ushort)(start - Cumulative));
            BinaryPrimitives.WriteUInt16BigEndian(room[(4 * gaps + 2)..], (ushort)(tsn - 1 - Cumulative));
            gaps++;
        }

        var duplicates = _duplicateCount;
        for (var i = 0; i < duplicates; i++) BinaryPrimitives.WriteUInt32BigEndian(room[(4 * (gaps + i))..], _duplicates[i]);
        _duplicateCount = 0;
        return (gaps, duplicates);
    }

    private void Advance()
    {
        while (_highest != Cumulative && Contains(Cumulative + 1)) Clear(++Cumulative);
    }

    private void NoteDuplicate(uint tsn)
    {
        if (_duplicateCount < MaxDuplicates) _duplicates[_duplicateCount++] = tsn;
    }

    private bool Contains(uint tsn) => (_seen[tsn % Window / 64] >> (int)(tsn % 64) & 1) != 0;

    private void Mark(uint tsn) => _seen[tsn % Window / 64] |= 1UL << (int)(tsn % 64);

    private void Clear(uint tsn) => _seen[tsn % Window / 64] &= ~(1UL << (int)(tsn % 64));
}
