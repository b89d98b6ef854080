using System.Text;
using Realtime.Compat.WebRtc.Sdp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Sdp;

public class SdpOfferTests
{
    [Fact]
    public void Reads_what_Chromium_offers()
    {
        var offer = SdpOffer.Parse(Offers.Chromium, opus: true);

        Assert.Equal((SdpAudioCodec.Opus, 111, true, true), (offer.Audio!.Codec, offer.Audio.PayloadType, offer.Audio.CallerSends, offer.Audio.CallerReceives));
        Assert.Equal("1", offer.Data!.Section.Mid);
        Assert.Equal((262_144, 5000), (offer.Data.MaxMessageSize, offer.Data.Port));
        Assert.Equal(Offers.Fingerprint, Assert.Single(offer.Fingerprints).ToString());
    }

    [Fact]
    public void Reads_what_Firefox_offers_with_attributes_of_the_session()
    {
        var offer = SdpOffer.Parse(Offers.Firefox, opus: true);

        Assert.Equal((SdpAudioCodec.Opus, 109), (offer.Audio!.Codec, offer.Audio.PayloadType));
        Assert.Equal("data", offer.Data!.Section.Mid);
        Assert.Equal(Offers.Fingerprint, Assert.Single(offer.Fingerprints).ToString());
    }

    [Fact]
    public void Reads_the_older_form_of_data_channels_and_answers_in_it()
    {
        var older = Offers.Chromium.Replace("9 UDP/DTLS/SCTP webrtc-datachannel", "9 DTLS/SCTP 5000", StringComparison.Ordinal)
            .Replace("a=sctp-port:5000", "a=sctpmap:5000 webrtc-datachannel 65535", StringComparison.Ordinal);

        var offer = SdpOffer.Parse(older, opus: true);

        Assert.Equal((true, 5000), (offer.Data!.IsLegacy, offer.Data.Port));
        Assert.Contains("m=application 40000 DTLS/SCTP 5000\r\n", SdpAnswerTests.Answer(offer), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Opus_here_the_next_known_codec_of_the_caller_is_taken()
    {
        var offer = SdpOffer.Parse(Offers.Chromium, opus: false);

        Assert.Equal((SdpAudioCodec.Pcmu, 0), (offer.Audio!.Codec, offer.Audio.PayloadType));
    }

    [Fact]
    public void The_order_of_the_callers_codecs_decides()
    {
        var offer = SdpOffer.Parse(Offers.Chromium.Replace("111 63 9 0 8", "9 8 0 111", StringComparison.Ordinal), opus: true);

        Assert.Equal((SdpAudioCodec.Pcma, 8), (offer.Audio!.Codec, offer.Audio.PayloadType));
    }

    [Theory]
    [InlineData("a=sendrecv", "a=sendonly", true, false)]
    [InlineData("a=sendrecv", "a=recvonly", false, true)]
    [InlineData("a=sendrecv", "a=inactive", false, false)]
    public void The_callers_direction_is_heeded(string from, string to, bool sends, bool receives)
    {
        var audio = SdpOffer.Parse(Offers.Chromium.Replace(from, to, StringComparison.Ordinal), opus: true).Audio!;

        Assert.Equal((sends, receives), (audio.CallerSends, audio.CallerReceives));
    }

    [Theory]
    [InlineData("a=max-message-size:262144", "a=max-message-size:0", 16 << 20)]
    [InlineData("a=max-message-size:262144\r\n", "", 65_536)]
    [InlineData("a=max-message-size:262144", "a=max-message-size:99999999999", 16 << 20)]
    public void The_limit_of_messages_is_the_callers_within_reason(string from, string to, int limit)
    {
        Assert.Equal(limit, SdpOffer.Parse(Offers.Chromium.Replace(from, to, StringComparison.Ordinal), opus: true).Data!.MaxMessageSize);
    }

    [Theory]
    [InlineData("", "", "empty")]
    [InlineData("v=0", "x", "letter")]
    [InlineData("a=rtcp-mux\r\n", "", "a=rtcp-mux")]
    [InlineData("a=group:BUNDLE 0 1\r\n", "", "bundle")]
    [InlineData("a=setup:actpass", "a=setup:passive", "a=setup:passive")]
    [InlineData("a=ice-ufrag:kAbc\r\n", "", "a=ice-ufrag")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:sha-1", "fingerprint")]
    [InlineData(" 111 63 9 0 8 ", " 63 9 ", "codec")]
    [InlineData("a=max-message-size:262144", "a=max-message-size:many", "max-message-size")]
    [InlineData("m=audio 9", "m=audio nine", "m= line")]
    public void What_cannot_be_served_is_refused_in_one_sentence(string from, string to, string names)
    {
        var text = from.Length == 0 ? "" : Offers.Chromium.Replace(from, to, StringComparison.Ordinal);

        var refusal = Assert.Throws<RtcOfferException>(() => SdpOffer.Parse(text, opus: true));

        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_of_nothing_that_is_served_is_refused()
    {
        var video = Offers.Chromium.Replace("m=audio", "m=video", StringComparison.Ordinal).Replace("webrtc-datachannel", "other", StringComparison.Ordinal);

        Assert.Equal(RtcOfferError.Unsupported, Assert.Throws<RtcOfferException>(() => SdpOffer.Parse(video, opus: true)).Error);
    }

    [Fact]
    public void Hostile_offers_are_refused_and_answers_to_the_rest_stay_well_formed()
    {
        Mutations.Try([Encoding.UTF8.GetBytes(Offers.Chromium), Encoding.UTF8.GetBytes(Offers.Firefox)], input =>
        {
            try
            {
                var offer = SdpOffer.Parse(Encoding.UTF8.GetString(input), opus: true);
                var answer = SdpAnswerTests.Answer(offer);
                Assert.Equal(offer.Document.Sections.Count, answer.Split("\r\n").Count(line => line.StartsWith("m=", StringComparison.Ordinal)));
            }
            catch (RtcOfferException)
            {
                // Refused: right.
            }
        });
    }
}
