using System.Net;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Sdp;
using Realtime.Compat.WebRtc.Stun;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Sdp;

public class SdpAnswerTests
{
    [Fact]
    public void Payload_types_and_names_are_the_offers()
    {
        var lines = Lines(Offers.Firefox);

        Assert.Contains("m=audio 40000 UDP/TLS/RTP/SAVPF 109", lines);
        Assert.Contains("a=rtpmap:109 opus/48000/2", lines);
        Assert.Contains("a=group:BUNDLE audio data", lines);
        Assert.Contains("a=mid:audio", lines);
        Assert.Contains("a=mid:data", lines);
    }

    [Fact]
    public void A_section_that_is_refused_keeps_its_place()
    {
        var kinds = Lines(Offers.Firefox).Where(line => line.StartsWith("m=", StringComparison.Ordinal)).ToList();

        Assert.Equal("m=video 0 UDP/TLS/RTP/SAVPF 120", kinds[1]);
        Assert.Equal(3, kinds.Count);
    }

    [Fact]
    public void The_caller_can_hear_it_and_checks_alone()
    {
        var lines = Lines(Offers.Chromium);

        Assert.Contains("a=ice-lite", lines);
        Assert.Contains("a=msid:realtime audio", lines);
        Assert.Contains("a=sendrecv", lines);
        Assert.Equal(2, lines.Count(line => line == "a=setup:passive"));
    }

    [Fact]
    public void Every_address_is_a_candidate_by_UDP_and_TCP_with_UDP_preferred()
    {
        var candidates = Lines(Offers.Chromium).Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();

        Assert.Equal(["192.0.2.1", "2001:db8::1", "192.0.2.1", "2001:db8::1"], candidates.Select(fields => fields[4]));
        Assert.Equal(["udp", "udp", "tcp", "tcp"], candidates.Select(fields => fields[2]));
        var priorities = candidates.Select(fields => long.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(priorities.OrderDescending(), priorities);
        Assert.All(priorities, priority => Assert.InRange(priority, 1, int.MaxValue));
    }

    [Fact]
    public void A_caller_who_only_listens_is_only_spoken_to()
    {
        Assert.Contains("a=sendonly", Lines(Offers.Chromium.Replace("a=sendrecv", "a=recvonly", StringComparison.Ordinal)));
    }

    internal static string Answer(SdpOffer offer) => new SdpAnswer
    {
        Offer = offer,
        Credentials = new IceCredentials("name", "word"),
        Fingerprint = DtlsFingerprint.TryParse(Offers.Fingerprint)!,
        Addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")],
        Port = 40_000,
        TcpPort = 40_000,
        AudioSource = 7,
        MaxMessageSize = 1 << 20,
    }.Write();

    private static string[] Lines(string offer) => Answer(SdpOffer.Parse(offer, opus: true)).Split("\r\n");
}
