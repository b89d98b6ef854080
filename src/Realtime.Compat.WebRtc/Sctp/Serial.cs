namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Order of counters that wrap around (RFC 1982).</summary>
internal static class Serial
{
    public static bool IsAfter(uint a, uint b) => (int)(a - b) > 0;

    public static bool IsAfter(ushort a, ushort b) => (short)(ushort)(a - b) > 0;
}
