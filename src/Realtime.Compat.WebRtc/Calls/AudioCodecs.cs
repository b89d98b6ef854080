using Realtime.Compat.WebRtc.G711;
using Realtime.Compat.WebRtc.Opus;
using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>Makes the codec that an offer and this machine agree on.</summary>
internal static class AudioCodecs
{
    /// <summary>Ticks a second of RTP timestamps; Opus counts 48 kHz whatever it carries (RFC 7587 section 4.1).</summary>
    public static int ClockRateHz(SdpAudioCodec codec) => codec == SdpAudioCodec.Opus ? 48_000 : 8_000;

    public static IAudioEncoder CreateEncoder(SdpAudioCodec codec, RtcEndpointOptions options) => codec switch
    {
        SdpAudioCodec.Opus => new OpusEncoder(options.OpusBitsPerSecond, options.OpusComplexity),
        SdpAudioCodec.Pcmu => new G711Encoder(G711Law.Mu),
        _ => new G711Encoder(G711Law.A),
    };

    public static IAudioDecoder CreateDecoder(SdpAudioCodec codec) => codec switch
    {
        SdpAudioCodec.Opus => new OpusDecoder(),
        SdpAudioCodec.Pcmu => new G711Decoder(G711Law.Mu),
        _ => new G711Decoder(G711Law.A),
    };
}
