namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// What a receiver reports about one source: loss and jitter (RFC 3550, sections 6.4.1 and A.1, A.3, A.8). Not thread-safe; allocates nothing.
/// </summary>
/// <param name="clockRateHz">Ticks a second of the source's RTP timestamps.</param>
/// <param name="clock">Says when packets come.</param>
public sealed class ReceptionStatistics(int clockRateHz, TimeProvider clock)
{
    private readonly long _origin = clock.GetTimestamp();
    private SerialUnwrapper _sequence = new(16);
    private bool _started;
    private uint _ssrc;
    private long _first;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private uint _lastTransit;
    private double _jitter;
    private uint _lastSenderReport;
    private long _senderReportArrival;

    /// <summary>Packets counted, duplicates included.</summary>
    public long Received => _received;

    /// <summary>Packets that are missing so far; those that come late are taken off again.</summary>
    public long Lost => _started ? Math.Max(0, Expected - _received) : 0;

    private long Expected => _highest - _first + 1;

    /// <summary>Counts a packet; one of another source starts anew.</summary>
    public void Add(in RtpPacket packet)
    {
        var transit = (uint)(long)(clock.GetElapsedTime(_origin).TotalSeconds * clockRateHz) - packet.Timestamp;
        if (!_started || packet.Ssrc != _ssrc)
        {
            Start(packet, transit);
            return;
        }

        _highest = Math.Max(_highest, _sequence.Unwrap(packet.SequenceNumber));
        _received++;
        var deviation = Math.Abs((double)(int)(transit - _lastTransit));
        _lastTransit = transit;
        _jitter += (deviation - _jitter) / 16;
    }

    /// <summary>Takes note of the source's sender report, which the next report refers to.</summary>
    public void Add(SenderInfo report)
    {
        if (_started && report.Ssrc != _ssrc) return;
        _lastSenderReport = report.Ntp.Middle;
        _senderReportArrival = clock.GetTimestamp();
    }

    /// <summary>The report on the time since the one before.</summary>
    /// <param name="block">The report.</param>
    /// <returns>False when nothing was received yet.</returns>
    public bool TryReport(out ReportBlock block)
    {
        block = default;
        if (!_started) return false;

        var (expected, received) = (Expected - _expectedBefore, _received - _receivedBefore);
        (_expectedBefore, _receivedBefore) = (Expected, _received);
        block = new ReportBlock(
            _ssrc,
            FractionLost: expected > received ? (byte)Math.Min(255, (expected - received) * 256 / expected) : (byte)0,
            CumulativeLost: (int)Math.Clamp(Expected - _received, -0x800000, 0x7FFFFF),
            HighestSequenceNumber: (uint)_highest,
            Jitter: (uint)_jitter,
            _lastSenderReport,
            _lastSenderReport == 0 ? 0 : NtpTime.ToMiddle(clock.GetElapsedTime(_senderReportArrival)));
        return true;
    }

    private void Start(in RtpPacket packet, uint transit)
    {
        if (_started) _lastSenderReport = 0;
        _started = true;
        _ssrc = packet.Ssrc;
        _sequence = new SerialUnwrapper(16);
        _first = _highest = _sequence.Unwrap(packet.SequenceNumber);
        _received = 1;
        (_expectedBefore, _receivedBefore) = (0, 0);
        (_lastTransit, _jitter) = (transit, 0);
    }
}
