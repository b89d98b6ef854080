namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>Codecs of a call's audio.</summary>
internal enum SdpAudioCodec
{
    /// <summary>RFC 7587.</summary>
    Opus,

    /// <summary>G.711 µ-law (RFC 3551), 8 kHz.</summary>
    Pcmu,

    /// <summary>G.711 A-law (RFC 3551), 8 kHz.</summary>
    Pcma,
}
