namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>A time in NTP's 64-bit form: seconds since 1900 in the upper half, 1/2^32 seconds in the lower (RFC 3550, section 4).</summary>
/// <param name="Value">The 64 bits as they go on the wire.</param>
public readonly record struct NtpTime(ulong Value)
{
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The middle 32 bits, which reports use to tell a sender report by: 1/65,536 seconds.</summary>
    public uint Middle => (uint)(Value >> 16);

    /// <summary>The NTP form of a wall-clock time; NTP's era wraps in 2036, as the wire does.</summary>
    public static NtpTime From(DateTimeOffset time)
    {
        var ticks = (ulong)(time - Epoch).Ticks;
        var (seconds, rest) = (ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond);
        return new NtpTime((seconds << 32) | ((rest << 32) / TimeSpan.TicksPerSecond));
    }

    /// <summary>A length of time in the unit of <see cref="Middle"/>; negative ones are 0, those beyond 18 hours the most it holds.</summary>
    public static uint ToMiddle(TimeSpan length) => (uint)Math.Clamp(length.TotalSeconds * 65_536, 0, uint.MaxValue);
}
