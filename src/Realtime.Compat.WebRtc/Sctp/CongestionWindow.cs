namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>How many bytes may be under way (RFC 9260, section 7.2): slow start, congestion avoidance, fast recovery.</summary>
internal sealed class CongestionWindow(int packetBytes)
{
    private int _threshold = int.MaxValue;
    private int _ackedInRound;
    private uint _recoveryEnd;

    public int Bytes { get; private set; } = Math.Min(4 * packetBytes, Math.Max(2 * packetBytes, 4404));

    public bool IsRecovering { get; private set; }

    /// <summary>Grows as acknowledgements come.</summary>
    /// <param name="acked">Bytes newly acknowledged.</param>
    /// <param name="wasFull">Whether the window was what held back sending.</param>
    /// <param name="cumulative">The new cumulative TSN, when that advanced.</param>
    public void Acknowledge(int acked, bool wasFull, uint cumulative)
    {
        if (IsRecovering)
        {
            if (!Serial.IsAfter(_recoveryEnd, cumulative)) IsRecovering = false;
            return;
        }

        if (Bytes <= _threshold)
        {
            if (wasFull) Bytes += Math.Min(acked, packetBytes);
            return;
        }

        _ackedInRound += acked;
        if (_ackedInRound < Bytes) return;
        if (wasFull) Bytes += packetBytes;
        _ackedInRound = wasFull ? _ackedInRound - Bytes + packetBytes : 0;
    }

    /// <summary>Halves the window, once for all losses up to the highest TSN sent so far.</summary>
    /// <returns>False when that was done already.</returns>
    public bool Lose(uint highestSent)
    {
        if (IsRecovering) return false;
        IsRecovering = true;
        _recoveryEnd = highestSent;
        Shrink();
        Bytes = _threshold;
        return true;
    }

    /// <summary>Begins anew with one packet after a time-out.</summary>
    public void TimeOut()
    {
        IsRecovering = false;
        Shrink();
        Bytes = packetBytes;
    }

    private void Shrink()
    {
        _threshold = Math.Max(Bytes / 2, 4 * packetBytes);
        _ackedInRound = 0;
    }
}
