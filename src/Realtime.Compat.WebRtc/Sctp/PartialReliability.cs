namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>When a message is given up (RFC 3758; RFC 8832, section 5.1). The default value never gives up.</summary>
/// <param name="MaxRetransmits">Retransmissions after which it is given up; null for no limit.</param>
/// <param name="MaxLifetime">Age at which it is given up; null for no limit.</param>
public readonly record struct PartialReliability(int? MaxRetransmits = null, TimeSpan? MaxLifetime = null);
