using System.Buffers.Binary;

namespace Realtime.Compat.Audio.Tests;

public class WavTests
{
    private const ushort Pcm = 1;
    private const ushort Float = 3;
    private const ushort Extensible = 0xFFFE;

    [Fact]
    public void What_the_writer_writes_the_reader_reads()
    {
        var samples = Signals.Noise(1000, seed: 1);
        var wav = WavReader.ReadMono(WavWriter.ToBytes(samples, 24000));
        Assert.Equal(24000, wav.SampleRateHz);
        Assert.Equal(1000, wav.Samples.Length);
        for (var i = 0; i < 1000; i++) Assert.Equal(samples[i], wav.Samples.Span[i], 0.5001f / 32768);
        Assert.Equal(1000 / 24000.0, wav.Duration.TotalSeconds, 1e-6);
    }

    [Fact]
    public void The_header_is_the_canonical_one()
    {
        var header = new byte[WavWriter.HeaderLength];
        WavWriter.WriteHeader(header, 16000, 100);
        Assert.Equal(
            Convert.FromHexString("52494646EC00000057415645666D74201000000001000100803E0000007D00000200100064617461C8000000"),
            header);
    }

    [Fact]
    public void A_stream_of_unknown_length_reads_to_its_end()
    {
        var header = new byte[WavWriter.HeaderLength];
        WavWriter.WriteHeader(header, 24000, null);
        var file = header.Concat(new byte[] { 0, 0x40, 0, 0xC0, 0x99 }).ToArray();
        Assert.Equal([0.5f, -0.5f], WavReader.ReadMono(file).Samples.ToArray());

        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), 0);
        Assert.Equal([0.5f, -0.5f], WavReader.ReadMono(file).Samples.ToArray());

        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), 1000);
        Assert.Equal([0.5f, -0.5f], WavReader.ReadMono(new MemoryStream(file)).Samples.ToArray());
    }

    public static TheoryData<ushort, ushort, string> Encodings => new()
    {
        { Pcm, 8, "C0 40" },
        { Pcm, 16, "0040 00C0" },
        { Pcm, 24, "000040 0000C0" },
        { Pcm, 32, "00000040 000000C0" },
        { Float, 32, "0000003F 000000BF" },
        { Float, 64, "000000000000E03F 000000000000E0BF" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_gives_the_same_samples(ushort tag, ushort bits, string data)
    {
        var bytes = Convert.FromHexString(data.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal([0.5f, -0.5f], WavReader.ReadMono(File(Format(tag, 1, 16000, bits), bytes)).Samples.ToArray());
        Assert.Equal([0.5f, -0.5f], WavReader.ReadMono(File(ExtensibleFormat(tag, 1, 16000, bits), bytes)).Samples.ToArray());

        // As two channels: one sample, the mean.
        Assert.Equal([0f], WavReader.ReadMono(File(Format(tag, 2, 16000, bits), bytes)).Samples.ToArray());
    }

    [Fact]
    public void Telephone_codecs_are_read()
    {
        Assert.Equal([0f, -32124 / 32768f], WavReader.ReadMono(File(Format(7, 1, 8000, 8), [0xFF, 0x00])).Samples.ToArray());
        Assert.Equal([8 / 32768f], WavReader.ReadMono(File(Format(6, 1, 8000, 8), [0xD5])).Samples.ToArray());
    }

    [Fact]
    public void Chunks_that_are_not_understood_are_passed_over()
    {
        var file = File(Format(Pcm, 1, 16000, 16), [0, 0x40], between: Chunk("LIST", [1, 2, 3]));
        Assert.Equal([0.5f], WavReader.ReadMono(file).Samples.ToArray());
    }

    [Fact]
    public void Values_that_are_not_finite_read_as_silence()
    {
        var data = new byte[12];
        BinaryPrimitives.WriteSingleLittleEndian(data, float.NaN);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4), float.NegativeInfinity);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(8), 0.25f);
        Assert.Equal([0f, 0f, 0.25f], WavReader.ReadMono(File(Format(Float, 1, 16000, 32), data)).Samples.ToArray());
    }

    [Fact]
    public void Hostile_headers_are_refused_in_one_sentence()
    {
        byte[] data = [0, 0];
        var wrongBlock = Format(Pcm, 1, 16000, 16);
        wrongBlock[12] = 3;
        var badGuid = ExtensibleFormat(Pcm, 1, 16000, 16);
        badGuid[39] ^= 1;
        var files = new Dictionary<string, byte[]>
        {
            ["empty"] = [],
            ["text"] = "<html>not a wav</html>"u8.ToArray(),
            ["nothing but RIFF"] = "RIFF\0\0\0\0WAVE"u8.ToArray(),
            ["no channels"] = File(Format(Pcm, 0, 16000, 16), data),
            ["no rate"] = File(Format(Pcm, 1, 0, 16), data),
            ["absurd rate"] = File(Format(Pcm, 1, 0xFFFFFFFF, 16), data),
            ["12 bits"] = File(Format(Pcm, 1, 16000, 12), data),
            ["MP3"] = File(Format(0x55, 1, 16000, 0), data),
            ["wrong block"] = File(wrongBlock, data),
            ["short format"] = File([1, 0, 1, 0], data),
            ["unknown sub-format"] = File(badGuid, data),
            ["data first"] = [.. "RIFF\0\0\0\0WAVE"u8, .. Chunk("data", data)],
            ["no data"] = [.. "RIFF\0\0\0\0WAVE"u8, .. Chunk("fmt ", Format(Pcm, 1, 16000, 16))],
            ["endless chunk"] = [.. "RIFF\0\0\0\0WAVEfmt "u8, 0xFF, 0xFF, 0xFF, 0xFF],
        };
        foreach (var (name, file) in files)
        {
            var error = Record.Exception(() => WavReader.ReadMono(file));
            Assert.True(error is InvalidDataException, $"{name}: {error}");
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Random_damage_is_read_or_refused_and_never_crashes()
    {
        var random = new Random(7);
        byte[][] files =
        [
            WavWriter.ToBytes(Signals.Noise(50, seed: 1), 16000),
            File(ExtensibleFormat(Float, 2, 48000, 32), new byte[64], between: Chunk("LIST", [1, 2, 3])),
            File(Format(7, 1, 8000, 8), new byte[33]),
        ];
        var (read, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var file = files[round % files.Length].AsSpan(0, random.Next(files[round % files.Length].Length) + 1).ToArray();
            for (var hits = random.Next(6); hits > 0; hits--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                var wav = WavReader.ReadMono(file);
                Assert.InRange(wav.SampleRateHz, 1, 768_000);
                Assert.All(wav.Samples.ToArray(), sample => Assert.True(float.IsFinite(sample)));
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused: the damage tests nothing");
    }

    [Fact]
    public void A_stream_longer_than_allowed_is_refused()
    {
        var file = WavWriter.ToBytes(new float[1000], 16000);
        Assert.Equal(1000, WavReader.ReadMono(new MemoryStream(file), file.Length).Samples.Length);
        Assert.Throws<InvalidDataException>(() => WavReader.ReadMono(new MemoryStream(file), file.Length - 1));
    }

    [Fact]
    public void The_writer_refuses_what_no_header_can_say()
    {
        var header = new byte[WavWriter.HeaderLength];
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.WriteHeader(header, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.WriteHeader(header, 16000, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.WriteHeader(header, 16000, 1L << 31));
        Assert.Throws<ArgumentException>(() => WavWriter.WriteHeader(new byte[43], 16000, 1));
    }

    private static byte[] Format(ushort tag, ushort channels, uint rateHz, ushort bits)
    {
        var format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), channels);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(4), rateHz);
        BinaryPrimitives.WriteUInt32LittleEndian(format.AsSpan(8), rateHz * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), bits);
        return format;
    }

    private static byte[] ExtensibleFormat(ushort subFormat, ushort channels, uint rateHz, ushort bits) =>
    [
        .. Format(Extensible, channels, rateHz, bits),
        22, 0, // length of the rest
        (byte)bits, 0, 0, 0, 0, 0,
        (byte)subFormat, (byte)(subFormat >> 8), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ];

    private static byte[] Chunk(string id, byte[] payload)
    {
        var chunk = new byte[8 + payload.Length + payload.Length % 2];
        System.Text.Encoding.ASCII.GetBytes(id, chunk);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(chunk, 8);
        return chunk;
    }

    private static byte[] File(byte[] format, byte[] data, byte[]? between = null) =>
        [.. "RIFF\0\0\0\0WAVE"u8, .. Chunk("fmt ", format), .. between ?? [], .. Chunk("data", data)];
}
