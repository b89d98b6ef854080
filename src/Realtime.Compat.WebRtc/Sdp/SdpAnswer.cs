using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Stun;

namespace Realtime.Compat.WebRtc.Sdp;

/// <summary>Writes the answer to an offer (RFC 8829 section 5.3): complete with all candidates, for a peer that checks alone (ICE-lite).</summary>
internal sealed record SdpAnswer
{
    public required SdpOffer Offer { get; init; }

    public required IceCredentials Credentials { get; init; }

    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Where the caller finds this machine, best first; at least one.</summary>
    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    /// <summary>UDP port on all of them.</summary>
    public required int Port { get; init; }

    /// <summary>TCP port on all of them; null when TCP is not served.</summary>
    public required int? TcpPort { get; init; }

    /// <summary>RTP source of the audio this side sends.</summary>
    public required uint AudioSource { get; init; }

    /// <summary>Longest message that this side takes, bytes.</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>The text, lines ended by CR LF.</summary>
    public string Write()
    {
        var text = new StringBuilder(2048);
        var used = Offer.Document.Sections.Where(IsUsed).ToList();
        Line(text, "v=0");
        Line(text, $"o=- {RandomNumberGenerator.GetInt32(1, int.MaxValue)} 2 IN IP4 127.0.0.1");
        Line(text, "s=-");
        Line(text, "t=0 0");
        if (used.All(section => section.Mid.Length > 0)) Line(text, $"a=group:BUNDLE {string.Join(' ', used.Select(section => section.Mid))}");
        Line(text, "a=ice-lite");
        Line(text, "a=msid-semantic: WMS realtime");
        foreach (var section in Offer.Document.Sections)
        {
            if (!used.Contains(section)) WriteRefusal(text, section);
            else WriteSection(text, section, first: section == used[0]);
        }
        return text.ToString();
    }

    /// <summary>A refused section keeps its place (RFC 3264 section 6).</summary>
    private static void WriteRefusal(StringBuilder text, SdpSection section)
    {
        Line(text, $"m={section.Kind} 0 {section.Protocol} {string.Join(' ', section.Formats)}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (section.Mid.Length > 0) Line(text, $"a=mid:{section.Mid}");
        Line(text, "a=inactive");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");

    private bool IsUsed(SdpSection section) => section == Offer.Audio?.Section || section == Offer.Data?.Section;

    private void WriteSection(StringBuilder text, SdpSection section, bool first)
    {
        var data = section == Offer.Data?.Section ? Offer.Data : null;
        var format = data is null ? Offer.Audio!.PayloadType.ToString(CultureInfo.InvariantCulture)
            : data.IsLegacy ? data.Port.ToString(CultureInfo.InvariantCulture)
            : "webrtc-datachannel";
        Line(text, $"m={section.Kind} {Port} {section.Protocol} {format}");
        Line(text, $"c=IN {(Addresses[0].AddressFamily == AddressFamily.InterNetwork ? "IP4" : "IP6")} {Addresses[0]}");
        if (section.Mid.Length > 0) Line(text, $"a=mid:{section.Mid}");
        Line(text, $"a=ice-ufrag:{Credentials.UserFragment}");
        Line(text, $"a=ice-pwd:{Credentials.Password}");
        Line(text, $"a=fingerprint:{Fingerprint}");
        Line(text, "a=setup:passive");
        // All sections share the first one's transport.
        if (first) WriteCandidates(text);
        if (data is not null) WriteData(text, data);
        else WriteAudio(text, Offer.Audio!);
    }

    private void WriteCandidates(StringBuilder text)
    {
        // Priorities by RFC 8445 section 5.1.2: type host 126, falling local preference, component 1; UDP before TCP.
        for (var i = 0; i < Addresses.Count; i++)
        {
            var preference = 65_535 - i;
            Line(text, $"a=candidate:{i + 1} 1 udp {(126L << 24) + (preference << 8) + 255} {Addresses[i]} {Port} typ host");
        }
        for (var i = 0; i < Addresses.Count && TcpPort is not null; i++)
        {
            var preference = 32_767 - i;
            Line(text, $"a=candidate:{Addresses.Count + i + 1} 1 tcp {(90L << 24) + (preference << 8) + 255} {Addresses[i]} {TcpPort} typ host tcptype passive");
        }
        Line(text, "a=end-of-candidates");
    }

    private void WriteData(StringBuilder text, SdpData data)
    {
        Line(text, data.IsLegacy ? $"a=sctpmap:{data.Port} webrtc-datachannel 1024" : $"a=sctp-port:{data.Port}");
        Line(text, $"a=max-message-size:{MaxMessageSize}");
    }

    private void WriteAudio(StringBuilder text, SdpAudio audio)
    {
        Line(text, (audio.CallerSends, audio.CallerReceives) switch
        {
            (true, true) => "a=sendrecv",
            (true, false) => "a=recvonly",
            (false, true) => "a=sendonly",
            _ => "a=inactive",
        });
        Line(text, "a=rtcp-mux");
        Line(text, "a=rtcp-rsize");
        if (audio.Codec == SdpAudioCodec.Opus)
        {
            Line(text, $"a=rtpmap:{audio.PayloadType} opus/48000/2");
            Line(text, $"a=fmtp:{audio.PayloadType} minptime=10;useinbandfec=1");
        }
        else
        {
            Line(text, $"a=rtpmap:{audio.PayloadType} {(audio.Codec == SdpAudioCodec.Pcmu ? "PCMU" : "PCMA")}/8000");
        }
        Line(text, "a=ptime:20");
        // Without msid a browser's track belongs to no stream, and most clients then play nothing.
        Line(text, "a=msid:realtime audio");
        Line(text, $"a=ssrc:{AudioSource} cname:realtime");
    }
}
