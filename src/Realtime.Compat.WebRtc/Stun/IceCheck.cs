namespace Realtime.Compat.WebRtc.Stun;

/// <summary>What a connectivity check turned out to be.</summary>
internal enum IceCheck
{
    /// <summary>Not authenticated: not to be answered.</summary>
    Foreign,

    /// <summary>The peer's, but it cannot be served as it is; the answer says why.</summary>
    Refused,

    /// <summary>The peer's: its address works and its consent goes on (RFC 7675).</summary>
    Valid,

    /// <summary>The same, and the peer chose this address (USE-CANDIDATE).</summary>
    Nominated,
}
