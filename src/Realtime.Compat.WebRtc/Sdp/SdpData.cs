using System.Globalization;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>The data channels of an offer (RFC 8841).</summary>
internal sealed record SdpData
{
    /// <summary>What SCTP takes where the offer names no limit (RFC 8841 section 6.1).</summary>
    private const int DefaultMaxMessageSize = 65_536;

    /// <summary>Larger limits are not used, whatever a caller claims to take; 0 in SDP means any size.</summary>
    private const int LargestMaxMessageSize = 16 << 20;

    private const string Channels = "webrtc-datachannel";

    public required SdpSection Section { get; init; }

    /// <summary>SCTP port of the caller, and of this side.</summary>
    public required int Port { get; init; }

    /// <summary>Largest message that the caller takes, bytes.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>
    /// Whether the port is the section's format and <c>a=sctpmap</c> explains it, as drafts before RFC 8841 had it; aiortc still offers so.
    /// </summary>
    public required bool IsLegacy { get; init; }

    /// <summary>Whether a section is of this kind.</summary>
    public static bool Is(SdpSection section) =>
        section.Kind == "application" && section.Protocol.EndsWith("DTLS/SCTP", StringComparison.Ordinal)
        && (section.Formats.Contains(Channels) || IsMapped(section));

    /// <summary>Reads a section for which <see cref="Is"/> holds.</summary>
    /// <exception cref="RtcOfferException">It is malformed.</exception>
    public static SdpData Read(SdpSection section)
    {
        var legacy = !section.Formats.Contains(Channels);
        return new SdpData
        {
            Section = section,
            IsLegacy = legacy,
            Port = ReadPort(legacy ? section.Formats[0] : section.FindAll("sctp-port").FirstOrDefault()),
            MaxMessageSize = ReadMaxMessageSize(section),
        };
    }

    private static bool IsMapped(SdpSection section) =>
        section.FindAll("sctpmap").Any(map => map.StartsWith($"{section.Formats[0]} {Channels}", StringComparison.Ordinal));

    private static int ReadPort(string? text)
    {
        if (text is null) return 5000;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw SdpDocument.Malformed("its SCTP port is no port");
    }

    private static int ReadMaxMessageSize(SdpSection section)
    {
        if (section.FindAll("max-message-size").FirstOrDefault() is not { } text) return DefaultMaxMessageSize;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) throw SdpDocument.Malformed("its a=max-message-size is no number");
        return size == 0 ? LargestMaxMessageSize : (int)Math.Min(size, LargestMaxMessageSize);
    }
}
