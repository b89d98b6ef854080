namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Why an association ended.</summary>
public enum SctpCloseReason
{
    /// <summary>Either side shut it down; all messages have arrived.</summary>
    Shutdown,

    /// <summary>This side aborted it.</summary>
    Aborted,

    /// <summary>The peer aborted it.</summary>
    AbortedByPeer,

    /// <summary>The peer did what the protocol forbids, or sent a message longer than allowed.</summary>
    ProtocolViolation,

    /// <summary>The peer lost its state and began anew.</summary>
    Restarted,

    /// <summary>The peer did not answer.</summary>
    Unreachable,
}
