namespace Realtime.Compat.WebRtc.Calls;

/// <summary>Counts what happens at an endpoint; by many threads at once.</summary>
internal sealed class RtcCounters
{
    private long _callsAccepted;
    private long _callsConnected;
    private long _offersRefused;
    private long _offersOverLimit;
    private long _neverConnected;
    private long _wrongFingerprints;
    private long _foreignChecks;
    private long _strayDatagrams;
    private long _rejectedPackets;

    public void CountAccepted() => Interlocked.Increment(ref _callsAccepted);

    public void CountConnected() => Interlocked.Increment(ref _callsConnected);

    public void CountRefused() => Interlocked.Increment(ref _offersRefused);

    public void CountOverLimit() => Interlocked.Increment(ref _offersOverLimit);

    public void CountForeignCheck() => Interlocked.Increment(ref _foreignChecks);

    public void CountStray() => Interlocked.Increment(ref _strayDatagrams);

    public void CountRejected() => Interlocked.Increment(ref _rejectedPackets);

    public void CountEnd(RtcCloseReason reason)
    {
        if (reason == RtcCloseReason.NeverConnected) Interlocked.Increment(ref _neverConnected);
        else if (reason == RtcCloseReason.WrongFingerprint) Interlocked.Increment(ref _wrongFingerprints);
    }

    public RtcEndpointStatistics Read() => new()
    {
        CallsAccepted = Interlocked.Read(ref _callsAccepted),
        CallsConnected = Interlocked.Read(ref _callsConnected),
        OffersRefused = Interlocked.Read(ref _offersRefused),
        OffersOverLimit = Interlocked.Read(ref _offersOverLimit),
        NeverConnected = Interlocked.Read(ref _neverConnected),
        WrongFingerprints = Interlocked.Read(ref _wrongFingerprints),
        ForeignChecks = Interlocked.Read(ref _foreignChecks),
        StrayDatagrams = Interlocked.Read(ref _strayDatagrams),
        RejectedPackets = Interlocked.Read(ref _rejectedPackets),
    };
}
