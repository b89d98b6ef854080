namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Parameters inside INIT, INIT ACK, HEARTBEAT and RE-CONFIG (RFC 9260, RFC 3758, RFC 5061, RFC 6525).</summary>
internal enum ParameterType : ushort
{
    HeartbeatInfo = 1,
    StateCookie = 7,
    UnrecognizedParameter = 8,
    OutgoingResetRequest = 13,
    IncomingResetRequest = 14,
    AssociationResetRequest = 15,
    ReconfigurationResponse = 16,
    AddOutgoingStreamsRequest = 17,
    AddIncomingStreamsRequest = 18,
    SupportedExtensions = 0x8008,
    ForwardTsnSupported = 0xC000,
}
