namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// Counts on where a wire counter of 16 or 32 bits wraps around: each value becomes the one that lies nearest to the value before it
/// (RFC 3550, appendix A.1; serial arithmetic of RFC 1982).
/// </summary>
/// <param name="bits">Width of the wire counter, 16 for sequence numbers, 32 for timestamps.</param>
public struct SerialUnwrapper(int bits)
{
    private long _last;
    private bool _started;

    /// <summary>The full value of a wire value.</summary>
    /// <param name="value">As it came on the wire.</param>
    /// <returns>Grows past 2^bits; below zero when the first value was preceded by earlier ones.</returns>
    public long Unwrap(uint value)
    {
        if (!_started)
        {
            _started = true;
            return _last = value;
        }

        var shift = 64 - bits;
        var step = (value - _last) << shift >> shift; // sign-extends the difference
        return _last += step;
    }
}
