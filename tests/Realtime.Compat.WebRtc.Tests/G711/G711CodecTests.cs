using Realtime.Compat.WebRtc.G711;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.G711;

public class G711CodecTests
{
    public static TheoryData<G711Law> Laws => [G711Law.Mu, G711Law.A];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Frames_keep_their_length_and_speech_its_level(G711Law law)
    {
        using var encoder = new G711Encoder(law);
        using var decoder = new G711Decoder(law);
        var (payload, pcm, heard) = (new byte[1275], new short[2880], new List<short>());

        for (var frame = 0; frame < 50; frame++)
        {
            Assert.Equal(160, encoder.Encode(Tones.Sine(1000, 480, 480 * frame), payload));
            Assert.Equal(480, decoder.MeasureSamples(payload.AsSpan(0, 160)));
            Assert.Equal(480, decoder.Decode(payload.AsSpan(0, 160), pcm));
            heard.AddRange(pcm.AsSpan(0, 480));
        }

        Assert.InRange(Tones.Amplitude(heard.ToArray().AsSpan(2_400, 19_200), 1000), 7_700, 8_300);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void What_is_lost_goes_on_as_what_was_heard_and_fades(G711Law law)
    {
        using var encoder = new G711Encoder(law);
        using var decoder = new G711Decoder(law);
        var (payload, pcm) = (new byte[1275], new short[2880]);
        for (var frame = 0; frame < 10; frame++)
            decoder.Decode(payload.AsSpan(0, encoder.Encode(Tones.Sine(1000, 480, 480 * frame), payload)), pcm);

        var levels = new List<double>();
        for (var frame = 0; frame < 4; frame++)
        {
            decoder.Conceal(pcm.AsSpan(0, 480));
            levels.Add(Tones.Level(pcm.AsSpan(0, 480)));
        }

        Assert.InRange(levels[0], 3_500, 5_700);
        Assert.Equal(levels.OrderDescending(), levels);
        Assert.Equal(0, levels[3]);
    }

    [Fact]
    public void A_payload_longer_than_any_packet_is_refused()
    {
        using var decoder = new G711Decoder(G711Law.Mu);

        Assert.Equal(0, decoder.MeasureSamples(new byte[1_000]));
        Assert.Equal(0, decoder.Decode(new byte[1_000], new short[2880]));
        Assert.Equal(0, decoder.Decode([], new short[2880]));
    }
}
