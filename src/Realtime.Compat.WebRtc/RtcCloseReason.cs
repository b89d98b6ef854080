namespace Realtime.Compat.WebRtc;

/// <summary>Why a call ended.</summary>
public enum RtcCloseReason
{
    /// <summary>This side hung up (<see cref="IRtcCall.HangUp"/>).</summary>
    HungUp,

    /// <summary>The caller closed its peer connection or its event channel.</summary>
    PeerClosed,

    /// <summary>The caller took the answer but did not connect in time.</summary>
    NeverConnected,

    /// <summary>The caller was connected and fell silent: no authenticated connectivity check came (consent, RFC 7675).</summary>
    ConsentLost,

    /// <summary>The certificate of the DTLS handshake is not the one whose fingerprint is in the offer: somebody else answered.</summary>
    WrongFingerprint,

    /// <summary>DTLS or SCTP failed for good.</summary>
    TransportFailed,

    /// <summary>The handler did not keep up with what arrived.</summary>
    HandlerTooSlow,

    /// <summary>A method of the handler threw.</summary>
    HandlerFailed,

    /// <summary>The endpoint shuts down.</summary>
    EndpointClosed,
}
