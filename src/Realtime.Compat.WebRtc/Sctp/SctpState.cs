namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>States of an association (RFC 9260, section 4).</summary>
internal enum SctpState
{
    Closed,
    CookieWait,
    CookieEchoed,
    Established,
    ShutdownPending,
    ShutdownSent,
    ShutdownReceived,
    ShutdownAckSent,

    /// <summary>Was open once, or failed to be; stays closed.</summary>
    Ended,
}
