namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>How long to wait for an acknowledgement (RFC 9260, section 6.3).</summary>
internal sealed class RetransmissionTimeout(TimeSpan initial, TimeSpan min, TimeSpan max)
{
    private TimeSpan? _smoothed;
    private TimeSpan _variation;

    public TimeSpan Current { get; private set; } = initial;

    /// <summary>Takes a round trip of something that was sent once only (Karn).</summary>
    public void Measure(TimeSpan roundTrip)
    {
        if (_smoothed is { } smoothed)
        {
            _variation = (3 * _variation + (smoothed - roundTrip).Duration()) / 4;
            _smoothed = (7 * smoothed + roundTrip) / 8;
        }
        else
        {
            _smoothed = roundTrip;
            _variation = roundTrip / 2;
        }

        Current = Clamp(_smoothed.Value + 4 * _variation);
    }

    /// <summary>Doubles it after a time-out.</summary>
    public void BackOff() => Current = Clamp(2 * Current);

    private TimeSpan Clamp(TimeSpan value) => value < min ? min : value > max ? max : value;
}
