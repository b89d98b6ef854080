using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>16-bit signed PCM as it travels (little-endian bytes) to and from samples in −1…1.</summary>
/// <remarks>Both ways scale by 2^15, so every PCM16 value survives a round trip bit for bit.</remarks>
public static class Pcm16
{
    private const float FullScale = 32768f;

    /// <summary>Expands PCM16 to float samples in −1…1 (exactly −1 for −32768, just under 1 for 32767).</summary>
    /// <param name="littleEndian">Two bytes a sample, low byte first.</param>
    /// <param name="samples">Receives half as many samples as there are bytes; may be longer.</param>
    /// <exception cref="ArgumentException">An odd number of bytes, or <paramref name="samples"/> too short.</exception>
    public static void ToFloat(ReadOnlySpan<byte> littleEndian, Span<float> samples)
    {
        if (littleEndian.Length % 2 != 0)
            throw new ArgumentException($"PCM16 takes two bytes a sample; {littleEndian.Length} is odd.", nameof(littleEndian));

        var count = littleEndian.Length / 2;
        if (samples.Length < count)
            throw new ArgumentException($"Room for {samples.Length} samples, {count} needed.", nameof(samples));

        var i = 0;
        if (Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            var pcm = MemoryMarshal.Cast<byte, short>(littleEndian);
            var scale = new Vector<float>(1 / FullScale);
            for (; i <= count - Vector<short>.Count; i += Vector<short>.Count)
            {
                Vector.Widen(new Vector<short>(pcm[i..]), out var low, out var high);
                (Vector.ConvertToSingle(low) * scale).CopyTo(samples[i..]);
                (Vector.ConvertToSingle(high) * scale).CopyTo(samples[(i + Vector<float>.Count)..]);
            }
        }

        for (; i < count; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(littleEndian[(2 * i)..]) * (1 / FullScale);
    }

    /// <summary>Rounds samples to PCM16, halves to even. What lies outside −1…1 saturates; NaN becomes silence.</summary>
    /// <param name="samples">Samples, nominally in −1…1.</param>
    /// <param name="littleEndian">Receives two bytes a sample, low byte first; may be longer.</param>
    /// <exception cref="ArgumentException"><paramref name="littleEndian"/> is too short.</exception>
    public static void FromFloat(ReadOnlySpan<float> samples, Span<byte> littleEndian)
    {
        if (littleEndian.Length < 2L * samples.Length)
            throw new ArgumentException($"Room for {littleEndian.Length} bytes, {2L * samples.Length} needed.", nameof(littleEndian));

        var i = 0;
        if (Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            var pcm = MemoryMarshal.Cast<byte, short>(littleEndian);
            for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
            {
                var low = Quantise(new Vector<float>(samples[i..]));
                var high = Quantise(new Vector<float>(samples[(i + Vector<float>.Count)..]));
                Vector.Narrow(low, high).CopyTo(pcm[i..]);
            }
        }

        for (; i < samples.Length; i++)
        {
            var scaled = MathF.Round(samples[i] * FullScale);
            var value = float.IsNaN(scaled) ? (short)0 : (short)Math.Clamp(scaled, short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(littleEndian[(2 * i)..], value);
        }
    }

    private static Vector<int> Quantise(Vector<float> samples)
    {
        // NaN is the one value unequal to itself: the mask turns it into 0 before any comparison could let it through.
        var finite = Vector.ConditionalSelect(Vector.Equals(samples, samples), samples, Vector<float>.Zero);
        var scaled = Vector.Round(finite * new Vector<float>(FullScale));
        return Vector.ConvertToInt32Native(
            Vector.MinNative(Vector.MaxNative(scaled, new Vector<float>(short.MinValue)), new Vector<float>(short.MaxValue)));
    }
}
