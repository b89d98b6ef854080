using System.Globalization;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>The audio of an offer, as it will be used.</summary>
internal sealed record SdpAudio
{
    public required SdpSection Section { get; init; }

    public required SdpAudioCodec Codec { get; init; }

    /// <summary>The offer's number for the codec, 0…127; both sides use it.</summary>
    public required int PayloadType { get; init; }

    /// <summary>Whether the caller sends audio.</summary>
    public required bool CallerSends { get; init; }

    /// <summary>Whether the caller wants to hear audio.</summary>
    public required bool CallerReceives { get; init; }

    /// <summary>Reads an audio section; the codec is the first of the caller's list that is known here.</summary>
    /// <exception cref="RtcOfferException">It cannot be served.</exception>
    public static SdpAudio Read(SdpDocument document, SdpSection section, bool opus)
    {
        if (!section.Has("rtcp-mux"))
            throw new RtcOfferException(RtcOfferError.Unsupported, "The SDP offer's audio lacks a=rtcp-mux, without which it cannot be served.");
        var (codec, payloadType) = ChooseCodec(section, opus);
        var direction = Direction(section.Attributes) ?? Direction(document.Attributes) ?? "sendrecv";
        return new SdpAudio
        {
            Section = section,
            Codec = codec,
            PayloadType = payloadType,
            CallerSends = direction is "sendrecv" or "sendonly",
            CallerReceives = direction is "sendrecv" or "recvonly",
        };
    }

    private static (SdpAudioCodec Codec, int PayloadType) ChooseCodec(SdpSection section, bool opus)
    {
        foreach (var format in section.Formats)
        {
            if (!int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var payloadType) || payloadType > 127) continue;
            SdpAudioCodec? codec = Encoding(section, format) switch
            {
                "OPUS/48000/2" when opus => SdpAudioCodec.Opus,
                "PCMU/8000" or "PCMU/8000/1" => SdpAudioCodec.Pcmu,
                "PCMA/8000" or "PCMA/8000/1" => SdpAudioCodec.Pcma,
                _ => null,
            };
            if (codec is { } known) return (known, payloadType);
        }
        throw new RtcOfferException(
            RtcOfferError.Unsupported,
            opus ? "The SDP offer has no audio codec that is served: offer Opus, PCMU or PCMA."
                : "The SDP offer has no audio codec that is served: offer PCMU or PCMA (the server has no Opus).");
    }

    private static string Encoding(SdpSection section, string format)
    {
        foreach (var map in section.FindAll("rtpmap"))
        {
            if (map.StartsWith(format, StringComparison.Ordinal) && map.Length > format.Length && map[format.Length] == ' ')
                return map[(format.Length + 1)..].Trim().ToUpperInvariant();
        }
        // Static types need no map (RFC 3551 section 6).
        return format switch { "0" => "PCMU/8000", "8" => "PCMA/8000", _ => "" };
    }

    private static string? Direction(IEnumerable<string> attributes) =>
        attributes.LastOrDefault(line => line is "sendrecv" or "sendonly" or "recvonly" or "inactive");
}
