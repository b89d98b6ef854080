namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Answers to a request for reconfiguration (RFC 6525, section 4.4).</summary>
internal enum ReconfigurationResult : uint
{
    NothingToDo = 0,
    Performed = 1,
    Denied = 2,
    WrongSsn = 3,
    AlreadyInProgress = 4,
    BadSequenceNumber = 5,
    InProgress = 6,
}
