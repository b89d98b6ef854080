using Realtime.Compat.WebRtc.Dtls;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>
/// A WebRTC offer (RFC 8829) as a server without a browser's stack sees it: one transport for one audio stream and one data channel
/// association, ICE without trickle, DTLS with the caller as client.
/// </summary>
internal sealed record SdpOffer
{
    public required SdpDocument Document { get; init; }

    /// <summary>Null when the call has no audio.</summary>
    public required SdpAudio? Audio { get; init; }

    /// <summary>Null when the call has no data channel.</summary>
    public required SdpData? Data { get; init; }

    /// <summary>Certificates of the caller; one of them has to be shown in the handshake.</summary>
    public required IReadOnlyList<DtlsFingerprint> Fingerprints { get; init; }

    /// <summary>Reads an offer.</summary>
    /// <param name="text">Hostile as it may be.</param>
    /// <param name="opus">Whether Opus can be served.</param>
    /// <exception cref="RtcOfferException">It cannot be served.</exception>
    public static SdpOffer Parse(string text, bool opus)
    {
        var document = SdpDocument.Parse(text);
        var wanted = document.Sections.Where(section => section.IsWanted).ToList();
        var data = wanted.FirstOrDefault(SdpData.Is);
        var audio = wanted.FirstOrDefault(section => section.Kind == "audio" && section.Protocol.EndsWith("RTP/SAVPF", StringComparison.Ordinal));
        var transport = audio ?? data ?? throw Unsupported("has neither audio nor a data channel that is served");
        RequireBundle(document, audio, data);
        RequireTransport(document, transport);
        return new SdpOffer
        {
            Document = document,
            Audio = audio is null ? null : SdpAudio.Read(document, audio, opus),
            Data = data is null ? null : SdpData.Read(data),
            Fingerprints = ReadFingerprints(document, transport),
        };
    }

    private static void RequireBundle(SdpDocument document, SdpSection? audio, SdpSection? data)
    {
        if (audio is null || data is null) return;
        var together = SdpSection.FindAll(document.Attributes, "group")
            .Select(group => group.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(group => group.Length > 0 && group[0] == "BUNDLE" && group.Contains(audio.Mid) && group.Contains(data.Mid));
        if (!together || audio.Mid == data.Mid) throw Unsupported("does not bundle audio and data channel (a=group:BUNDLE), without which it cannot be served");
    }

    private static void RequireTransport(SdpDocument document, SdpSection transport)
    {
        if (document.Find(transport, "ice-ufrag") is null || document.Find(transport, "ice-pwd") is null)
            throw SdpDocument.Malformed("it lacks a=ice-ufrag or a=ice-pwd");
        if (document.Find(transport, "setup") is { } setup && setup is not ("actpass" or "active"))
            throw Unsupported("wants to be called by DTLS (a=setup:passive); offer actpass or active");
    }

    private static List<DtlsFingerprint> ReadFingerprints(SdpDocument document, SdpSection transport)
    {
        var lines = transport.FindAll("fingerprint").ToList();
        if (lines.Count == 0) lines = [.. SdpSection.FindAll(document.Attributes, "fingerprint")];
        if (lines.Count == 0) throw SdpDocument.Malformed("it lacks a=fingerprint");
        var fingerprints = lines.Take(8).Select(DtlsFingerprint.TryParse).OfType<DtlsFingerprint>().ToList();
        return fingerprints.Count > 0 ? fingerprints : throw Unsupported("has no fingerprint by SHA-256, SHA-384 or SHA-512");
    }

    private static RtcOfferException Unsupported(string what) => new(RtcOfferError.Unsupported, $"The SDP offer {what}.");
}
