namespace Realtime.Compat.WebRtc.Dtls;

/// <summary>Who starts the handshake (RFC 8842).</summary>
internal enum DtlsRole
{
    /// <summary>Waits: <c>a=setup:passive</c>.</summary>
    Server,

    /// <summary>Starts: <c>a=setup:active</c>.</summary>
    Client,
}
