using System.Numerics;

namespace Realtime.Compat.Audio;

/// <summary>
/// G.711 µ-law and A-law (ITU-T G.711; arithmetic as in the reference code of G.191). One byte a sample, 8 kHz by convention.
/// </summary>
/// <remarks>Float samples are in −1…1 and scale by 2^15, as in <see cref="Pcm16"/>.</remarks>
public static class G711
{
    private const float FullScale = 32768f;

    // The µ-law curve is shifted by 33 (in 14-bit units) so that every segment starts at a power of two.
    private const int MuLawBias = 33;
    private const int MuLawClip = 0x1FFF;

    private static readonly short[] MuLawTable = Tabulate(ExpandMuLaw);
    private static readonly short[] ALawTable = Tabulate(ExpandALaw);

    /// <summary>Expands µ-law to linear PCM.</summary>
    /// <param name="encoded">One byte a sample.</param>
    /// <param name="pcm">At least as long as <paramref name="encoded"/>; receives −32124…32124.</param>
    /// <exception cref="ArgumentException"><paramref name="pcm"/> is too short.</exception>
    public static void DecodeMuLaw(ReadOnlySpan<byte> encoded, Span<short> pcm) => Decode(encoded, pcm, MuLawTable);

    /// <summary>Expands A-law to linear PCM.</summary>
    /// <param name="encoded">One byte a sample.</param>
    /// <param name="pcm">At least as long as <paramref name="encoded"/>; receives −32256…32256.</param>
    /// <exception cref="ArgumentException"><paramref name="pcm"/> is too short.</exception>
    public static void DecodeALaw(ReadOnlySpan<byte> encoded, Span<short> pcm) => Decode(encoded, pcm, ALawTable);

    /// <summary>Expands µ-law to float samples in −1…1.</summary>
    /// <param name="encoded">One byte a sample.</param>
    /// <param name="samples">At least as long as <paramref name="encoded"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static void DecodeMuLaw(ReadOnlySpan<byte> encoded, Span<float> samples) => Decode(encoded, samples, MuLawTable);

    /// <summary>Expands A-law to float samples in −1…1.</summary>
    /// <param name="encoded">One byte a sample.</param>
    /// <param name="samples">At least as long as <paramref name="encoded"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static void DecodeALaw(ReadOnlySpan<byte> encoded, Span<float> samples) => Decode(encoded, samples, ALawTable);

    /// <summary>Compresses linear PCM to µ-law.</summary>
    /// <param name="pcm">Any 16-bit values; beyond ±32635 the code saturates.</param>
    /// <param name="encoded">At least as long as <paramref name="pcm"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short.</exception>
    public static void EncodeMuLaw(ReadOnlySpan<short> pcm, Span<byte> encoded)
    {
        RequireRoom(pcm.Length, encoded.Length, nameof(encoded));
        for (var i = 0; i < pcm.Length; i++) encoded[i] = CompressMuLaw(pcm[i]);
    }

    /// <summary>Compresses linear PCM to A-law.</summary>
    /// <param name="pcm">Any 16-bit values.</param>
    /// <param name="encoded">At least as long as <paramref name="pcm"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short.</exception>
    public static void EncodeALaw(ReadOnlySpan<short> pcm, Span<byte> encoded)
    {
        RequireRoom(pcm.Length, encoded.Length, nameof(encoded));
        for (var i = 0; i < pcm.Length; i++) encoded[i] = CompressALaw(pcm[i]);
    }

    /// <summary>Compresses float samples to µ-law. What lies outside −1…1 saturates; NaN becomes silence.</summary>
    /// <param name="samples">Samples, nominally in −1…1.</param>
    /// <param name="encoded">At least as long as <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short.</exception>
    public static void EncodeMuLaw(ReadOnlySpan<float> samples, Span<byte> encoded)
    {
        RequireRoom(samples.Length, encoded.Length, nameof(encoded));
        for (var i = 0; i < samples.Length; i++) encoded[i] = CompressMuLaw(Quantise(samples[i]));
    }

    /// <summary>Compresses float samples to A-law. What lies outside −1…1 saturates; NaN becomes silence.</summary>
    /// <param name="samples">Samples, nominally in −1…1.</param>
    /// <param name="encoded">At least as long as <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="encoded"/> is too short.</exception>
    public static void EncodeALaw(ReadOnlySpan<float> samples, Span<byte> encoded)
    {
        RequireRoom(samples.Length, encoded.Length, nameof(encoded));
        for (var i = 0; i < samples.Length; i++) encoded[i] = CompressALaw(Quantise(samples[i]));
    }

    private static void Decode(ReadOnlySpan<byte> encoded, Span<short> pcm, short[] table)
    {
        RequireRoom(encoded.Length, pcm.Length, nameof(pcm));
        for (var i = 0; i < encoded.Length; i++) pcm[i] = table[encoded[i]];
    }

    private static void Decode(ReadOnlySpan<byte> encoded, Span<float> samples, short[] table)
    {
        RequireRoom(encoded.Length, samples.Length, nameof(samples));
        for (var i = 0; i < encoded.Length; i++) samples[i] = table[encoded[i]] * (1 / FullScale);
    }

    // 1 sign bit (set = positive), 3 of segment, 4 of step; all but the sign inverted on the wire.
    private static byte CompressMuLaw(short pcm)
    {
        var sign = pcm >> 15; // 0 or −1: speech changes sign too often for a branch to be guessed
        var magnitude = Math.Min(((pcm ^ sign) >> 2) + MuLawBias, MuLawClip);
        var segment = BitOperations.Log2((uint)magnitude) - 5;
        var step = (magnitude >> (segment + 1)) & 0xF;
        return (byte)((~sign & 0x80) | ((7 - segment) << 4) | (0xF - step));
    }

    private static short ExpandMuLaw(byte code)
    {
        var segment = (~code >> 4) & 7;
        var step = ~code & 0xF;
        var magnitude = ((2 * step + 33) << (segment + 2)) - 4 * MuLawBias;
        return (short)(code < 0x80 ? -magnitude : magnitude);
    }

    // As µ-law, but 13 bits, a linear first segment, and every second bit inverted on the wire.
    private static byte CompressALaw(short pcm)
    {
        var sign = pcm >> 15;
        var magnitude = (pcm ^ sign) >> 4;
        var code = magnitude;
        if (magnitude > 15)
        {
            var segment = BitOperations.Log2((uint)magnitude) - 3;
            code = (segment << 4) | ((magnitude >> (segment - 1)) & 0xF);
        }

        return (byte)((code | (~sign & 0x80)) ^ 0x55);
    }

    private static short ExpandALaw(byte code)
    {
        var bits = code ^ 0x55;
        var segment = (bits >> 4) & 7;
        var magnitude = ((bits & 0xF) << 4) + 8;
        if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
        return (short)(bits < 0x80 ? -magnitude : magnitude);
    }

    private static short Quantise(float sample)
    {
        var scaled = MathF.Round(sample * FullScale);
        return float.IsNaN(scaled) ? (short)0 : (short)Math.Clamp(scaled, short.MinValue, short.MaxValue);
    }

    private static short[] Tabulate(Func<byte, short> expand)
    {
        var table = new short[256];
        for (var code = 0; code < table.Length; code++) table[code] = expand((byte)code);
        return table;
    }

    private static void RequireRoom(int needed, int available, string parameter)
    {
        if (available < needed)
            throw new ArgumentException($"Room for {available} samples, {needed} needed.", parameter);
    }
}
