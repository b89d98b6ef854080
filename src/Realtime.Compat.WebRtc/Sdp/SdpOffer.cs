using System.Globalization;
using Realtime.Compat.WebRtc.Dtls;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>
/// A WebRTC offer (RFC 8829) as a server without a browser's stack sees it: one transport for one audio stream and one data channel
/// association, ICE without trickle, DTLS with the caller as client.
/// </summary>
internal sealed record SdpOffer
{
    /// <summary>What SCTP takes where the offer names no limit (RFC 8841 section 6.1).</summary>
    public const int DefaultMaxMessageSize = 65_536;

    /// <summary>Larger limits are not used, whatever a caller claims to take; 0 in SDP means any size.</summary>
    private const int LargestMaxMessageSize = 16 << 20;

    public required SdpDocument Document { get; init; }

    /// <summary>Null when the call has no audio.</summary>
    public required SdpAudio? Audio { get; init; }

    /// <summary>Null when the call has no data channel.</summary>
    public required SdpSection? Data { get; init; }

    /// <summary>Largest message that the caller takes, bytes.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>SCTP port of the caller.</summary>
    public required int SctpPort { get; init; }

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
        var data = wanted.FirstOrDefault(section => section.Kind == "application"
            && section.Protocol.EndsWith("DTLS/SCTP", StringComparison.Ordinal) && section.Formats.Contains("webrtc-datachannel"));
        var audio = wanted.FirstOrDefault(section => section.Kind == "audio" && section.Protocol.EndsWith("RTP/SAVPF", StringComparison.Ordinal));
        var transport = audio ?? data ?? throw Unsupported("has neither audio nor a data channel that is served");
        RequireBundle(document, audio, data);
        RequireTransport(document, transport);
        return new SdpOffer
        {
            Document = document,
            Audio = audio is null ? null : SdpAudio.Read(document, audio, opus),
            Data = data,
            MaxMessageSize = data is null ? 0 : ReadMaxMessageSize(data),
            SctpPort = data is null ? 0 : ReadPort(data),
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

    private static int ReadMaxMessageSize(SdpSection data)
    {
        if (data.FindAll("max-message-size").FirstOrDefault() is not { } text) return DefaultMaxMessageSize;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw SdpDocument.Malformed("its a=max-message-size is no number");
        return size == 0 ? LargestMaxMessageSize : (int)Math.Min(size, LargestMaxMessageSize);
    }

    private static int ReadPort(SdpSection data)
    {
        if (data.FindAll("sctp-port").FirstOrDefault() is not { } text) return 5000;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw SdpDocument.Malformed("its a=sctp-port is no port");
    }

    private static RtcOfferException Unsupported(string what) => new(RtcOfferError.Unsupported, $"The SDP offer {what}.");
}
