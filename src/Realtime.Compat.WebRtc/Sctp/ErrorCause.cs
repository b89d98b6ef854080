namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Causes inside ERROR and ABORT (RFC 9260, section 3.3.10).</summary>
internal enum ErrorCause : ushort
{
    InvalidStream = 1,
    StaleCookie = 3,
    UnrecognizedChunk = 6,
    UserInitiatedAbort = 12,
    ProtocolViolation = 13,
}
