namespace Realtime.Compat.WebRtc;

/// <summary>Why an offer was refused.</summary>
public enum RtcOfferError
{
    /// <summary>It is no SDP offer, or breaks the format (HTTP 400).</summary>
    Malformed,

    /// <summary>It is well-formed but asks for what this endpoint does not do: no common codec, no DTLS, no <c>rtcp-mux</c> (HTTP 400).</summary>
    Unsupported,

    /// <summary>As many calls as allowed exist, or are being set up; it may be tried again later (HTTP 503).</summary>
    TooManyCalls,
}
