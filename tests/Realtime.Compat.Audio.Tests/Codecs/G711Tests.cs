namespace Realtime.Compat.Audio.Tests;

public class G711Tests
{
    [Fact]
    public void Mu_law_decodes_all_codes_as_table_2a_has_them()
    {
        // G.711 table 2a: eight segments, each of 16 steps twice as wide as the one before; outputs are the middles, in 14 bits.
        var decoded = new short[256];
        G711.DecodeMuLaw(AllCodes(), decoded);
        for (var segment = 0; segment < 8; segment++)
        {
            for (var step = 0; step < 16; step++)
            {
                var magnitude = 4 * (int)((step + 16.5) * Math.Pow(2, segment + 1) - 33);
                var code = 127 - (segment * 16 + step);
                Assert.Equal(-magnitude, decoded[code]);
                Assert.Equal(magnitude, decoded[code + 128]);
            }
        }
    }

    [Fact]
    public void A_law_decodes_all_codes_as_table_1a_has_them()
    {
        // G.711 table 1a: the first two segments have steps of 2 (of 4096 for full scale), then they double; even bits are inverted.
        var decoded = new short[256];
        G711.DecodeALaw(AllCodes(), decoded);
        for (var segment = 0; segment < 8; segment++)
        {
            for (var step = 0; step < 16; step++)
            {
                var middle = segment == 0 ? 2 * step + 1 : (2 * step + 33) * Math.Pow(2, segment - 1);
                var code = segment * 16 + step;
                Assert.Equal((int)(-8 * middle), decoded[code ^ 0x55]);
                Assert.Equal((int)(8 * middle), decoded[(code | 0x80) ^ 0x55]);
            }
        }
    }

    [Fact]
    public void Every_code_encodes_back_to_itself()
    {
        var codes = AllCodes();
        var pcm = new short[256];
        var again = new byte[256];

        G711.DecodeALaw(codes, pcm);
        G711.EncodeALaw(pcm, again);
        Assert.Equal(codes, again);

        G711.DecodeMuLaw(codes, pcm);
        G711.EncodeMuLaw(pcm, again);
        var expected = AllCodes();
        expected[0x7F] = 0xFF; // minus zero: linear PCM has one zero only
        Assert.Equal(expected, again);
    }

    [Fact]
    public void Every_pcm_value_encodes_to_the_interval_that_holds_it()
    {
        var pcm = Enumerable.Range(short.MinValue, 65536).Select(i => (short)i).ToArray();
        var codes = new byte[65536];
        var decoded = new short[65536];

        G711.EncodeMuLaw(pcm, codes);
        G711.DecodeMuLaw(codes, decoded);
        for (var i = 0; i < pcm.Length; i++)
        {
            // Steps are 8 wide at 0 and double with each segment; beyond 32,635 the code saturates.
            var magnitude = Math.Min(Math.Abs((int)pcm[i]), 32635);
            var step = 8 << Math.Max(0, (int)Math.Log2(magnitude + 132) - 7);
            Assert.True(Math.Abs(Math.Abs((int)decoded[i]) - magnitude) <= step / 2 + 4, $"µ-law {pcm[i]} came back as {decoded[i]}");
            Assert.True(pcm[i] == 0 || Math.Sign(decoded[i]) == Math.Sign(pcm[i]) || magnitude <= 4, $"µ-law {pcm[i]} changed sign");
        }

        G711.EncodeALaw(pcm, codes);
        G711.DecodeALaw(codes, decoded);
        for (var i = 0; i < pcm.Length; i++)
        {
            var magnitude = Math.Abs((int)pcm[i]);
            var step = magnitude < 512 ? 16 : 16 << ((int)Math.Log2(magnitude) - 8);
            Assert.True(Math.Abs(decoded[i] - pcm[i]) <= Math.Max(step, 16) / 2 + 1, $"A-law {pcm[i]} came back as {decoded[i]}");
        }
    }

    [Fact]
    public void Codes_rise_with_the_signal()
    {
        var pcm = Enumerable.Range(short.MinValue, 65536).Select(i => (short)i).ToArray();
        var codes = new byte[65536];
        var decoded = new short[65536];
        G711.EncodeMuLaw(pcm, codes);
        G711.DecodeMuLaw(codes, decoded);
        Assert.Equal(decoded.Order(), decoded);
        G711.EncodeALaw(pcm, codes);
        G711.DecodeALaw(codes, decoded);
        Assert.Equal(decoded.Order(), decoded);
    }

    [Fact]
    public void Floats_take_the_way_of_pcm()
    {
        var pcm = Enumerable.Range(short.MinValue, 65536).Select(i => (short)i).ToArray();
        var samples = pcm.Select(value => value / 32768f).ToArray();
        var (fromPcm, fromFloat) = (new byte[65536], new byte[65536]);
        G711.EncodeMuLaw(pcm, fromPcm);
        G711.EncodeMuLaw(samples, fromFloat);
        Assert.Equal(fromPcm, fromFloat);
        G711.EncodeALaw(pcm, fromPcm);
        G711.EncodeALaw(samples, fromFloat);
        Assert.Equal(fromPcm, fromFloat);

        var (decoded, decodedSamples) = (new short[256], new float[256]);
        G711.DecodeMuLaw(AllCodes(), decoded);
        G711.DecodeMuLaw(AllCodes(), decodedSamples);
        Assert.Equal(decoded.Select(value => value / 32768f), decodedSamples);
        G711.DecodeALaw(AllCodes(), decoded);
        G711.DecodeALaw(AllCodes(), decodedSamples);
        Assert.Equal(decoded.Select(value => value / 32768f), decodedSamples);
    }

    [Fact]
    public void Out_of_range_saturates_and_nan_is_silence()
    {
        var codes = new byte[3];
        G711.EncodeMuLaw([5f, -5f, float.NaN], codes);
        Assert.Equal([0x80, 0x00, 0xFF], codes);
        G711.EncodeALaw([5f, -5f, float.NaN], codes);
        Assert.Equal([0xAA, 0x2A, 0xD5], codes);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        Assert.Throws<ArgumentException>(() => G711.DecodeMuLaw(new byte[2], new short[1]));
        Assert.Throws<ArgumentException>(() => G711.DecodeALaw(new byte[2], new float[1]));
        Assert.Throws<ArgumentException>(() => G711.EncodeALaw(new short[2], new byte[1]));
        Assert.Throws<ArgumentException>(() => G711.EncodeMuLaw(new float[2], new byte[1]));
    }

    private static byte[] AllCodes() => [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
}
