namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>What an RTCP packet is (RFC 3550, section 12.1, and later registrations).</summary>
public enum RtcpType : byte
{
    /// <summary>Sender report: clocks and counts of a source, and report blocks.</summary>
    SenderReport = 200,

    /// <summary>Receiver report: report blocks alone.</summary>
    ReceiverReport = 201,

    /// <summary>Source description: the canonical name.</summary>
    SourceDescription = 202,

    /// <summary>Sources leave.</summary>
    Bye = 203,

    /// <summary>Defined by an application.</summary>
    Application = 204,

    /// <summary>Transport feedback such as NACK (RFC 4585).</summary>
    TransportFeedback = 205,

    /// <summary>Payload feedback such as PLI (RFC 4585).</summary>
    PayloadFeedback = 206,

    /// <summary>Extended reports (RFC 3611).</summary>
    ExtendedReport = 207,
}
