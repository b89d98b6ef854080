using System.Buffers.Binary;

namespace Realtime.Compat.Audio.Tests;

public class Pcm16Tests
{
    [Fact]
    public void Every_value_survives_the_round_trip()
    {
        var bytes = new byte[65536 * 2];
        for (var i = 0; i < 65536; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)(i - 32768));

        var samples = new float[65536];
        Pcm16.ToFloat(bytes, samples);
        var back = new byte[bytes.Length];
        Pcm16.FromFloat(samples, back);

        Assert.Equal(-1f, samples[0]);
        Assert.Equal(0f, samples[32768]);
        Assert.Equal(32767 / 32768f, samples[65535]);
        Assert.Equal(bytes, back);
    }

    [Theory]
    [InlineData(1f, 32767)]
    [InlineData(-1f, -32768)]
    [InlineData(2f, 32767)]
    [InlineData(-2f, -32768)]
    [InlineData(float.PositiveInfinity, 32767)]
    [InlineData(float.NegativeInfinity, -32768)]
    [InlineData(float.MaxValue, 32767)]
    [InlineData(float.NaN, 0)]
    [InlineData(1.5f / 32768, 2)]
    [InlineData(2.5f / 32768, 2)]
    [InlineData(-1.5f / 32768, -2)]
    [InlineData(0.49f / 32768, 0)]
    public void Rounds_and_saturates_alike_in_vectors_and_singly(float sample, short expected)
    {
        foreach (var length in new[] { 1, 64 })
        {
            var bytes = new byte[2 * length];
            Pcm16.FromFloat(Enumerable.Repeat(sample, length).ToArray(), bytes);
            for (var i = 0; i < length; i++) Assert.Equal(expected, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)));
        }
    }

    [Fact]
    public void Any_length_is_converted_whole_and_nothing_beyond_is_touched()
    {
        for (var length = 0; length < 100; length++)
        {
            var samples = Signals.Noise(length, length);
            var bytes = new byte[2 * length + 2];
            bytes.AsSpan().Fill(0xEE);
            Pcm16.FromFloat(samples, bytes);
            Assert.Equal(0xEEEE, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * length)));

            var back = new float[length + 1];
            back[length] = 7;
            Pcm16.ToFloat(bytes.AsSpan(0, 2 * length), back);
            Assert.Equal(7, back[length]);
            for (var i = 0; i < length; i++) Assert.Equal(samples[i], back[i], 0.5001f / 32768);
        }
    }

    [Fact]
    public void Odd_bytes_and_too_little_room_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Pcm16.ToFloat(new byte[3], new float[2]));
        Assert.Throws<ArgumentException>(() => Pcm16.ToFloat(new byte[4], new float[1]));
        Assert.Throws<ArgumentException>(() => Pcm16.FromFloat(new float[2], new byte[3]));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var samples = Signals.Noise(480, seed: 1);
        var bytes = new byte[960];
        Allocations.AssertNone(() =>
        {
            Pcm16.FromFloat(samples, bytes);
            Pcm16.ToFloat(bytes, samples);
        });
    }
}
