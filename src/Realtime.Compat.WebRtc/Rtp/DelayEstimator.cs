namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// How late packets come beside the fastest ones, and so how long one that is missing is worth waiting for: rises at once to the worst
/// that came, falls by 20 ms a second. All in ticks of the stream's clock.
/// </summary>
internal sealed class DelayEstimator(int clockRateHz, TimeSpan min, TimeSpan max)
{
    private const double FallPerSecond = 0.020;

    // Clocks drift apart by 100 ppm at most: the fastest transit is forgotten twice as fast.
    private const double DriftPerTick = 200e-6;
    private const double MarginSeconds = 0.010;

    private readonly double _min = min.TotalSeconds * clockRateHz;
    private readonly double _max = max.TotalSeconds * clockRateHz;
    private bool _started;
    private double _fastest;
    private double _target;
    private long _last;

    /// <summary>Ticks to wait beyond the fastest packet's time.</summary>
    public double Target => Math.Clamp(_target, _min, _max);

    /// <summary>Whether a packet is so far off that it cannot be of the same timeline: the sender's clock was set.</summary>
    public bool IsForeign(long arrival, long timestamp) => _started && Math.Abs(arrival - timestamp - _fastest) > 10.0 * clockRateHz;

    /// <summary>Takes note of a packet.</summary>
    public void Add(long arrival, long timestamp)
    {
        var transit = (double)(arrival - timestamp);
        if (!_started)
        {
            (_started, _fastest, _target, _last) = (true, transit, _min, arrival);
            return;
        }

        var elapsed = Math.Max(0, arrival - _last);
        _last = arrival;
        _fastest = Math.Min(_fastest + elapsed * DriftPerTick, transit);
        _target = Math.Max(_target - elapsed * FallPerSecond, transit - _fastest + MarginSeconds * clockRateHz);
        _target = Math.Clamp(_target, _min, _max);
    }

    /// <summary>When a moment of the stream must be heard, on the arrival clock.</summary>
    public double Due(long timestamp) => timestamp + _fastest + Target;

    public void Reset() => _started = false;
}
