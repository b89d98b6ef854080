using System.Buffers.Binary;

namespace Realtime.Compat.Audio;

/// <summary>Writes RIFF/WAVE of 16-bit mono PCM: the whole file, or the header of one whose samples follow as they come.</summary>
public static class WavWriter
{
    /// <summary>Bytes of the header; the samples follow it, little-endian, as <see cref="Pcm16.FromFloat"/> writes them.</summary>
    public const int HeaderLength = 44;

    private const uint UnknownLength = 0xFFFFFFFF;

    /// <summary>Writes the header of a file.</summary>
    /// <param name="header">Receives <see cref="HeaderLength"/> bytes; may be longer.</param>
    /// <param name="sampleRateHz">Samples a second, at least 1.</param>
    /// <param name="sampleCount">Samples that follow, or null when nobody knows yet: players then read to the end of the stream.</param>
    /// <exception cref="ArgumentException"><paramref name="header"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate below 1, or more samples than a WAV file can hold (4 GiB).</exception>
    public static void WriteHeader(Span<byte> header, int sampleRateHz, long? sampleCount)
    {
        if (header.Length < HeaderLength) throw new ArgumentException($"Room for {header.Length} bytes, {HeaderLength} needed.", nameof(header));
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRateHz, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(sampleCount ?? 0, nameof(sampleCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleCount ?? 0, (UnknownLength - HeaderLength) / 2, nameof(sampleCount));

        var dataLength = sampleCount is null ? UnknownLength : (uint)(2 * sampleCount.Value);
        var riffLength = sampleCount is null ? UnknownLength : dataLength + HeaderLength - 8;

        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], riffLength);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16); // length of the format
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], 1);  // PCM
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);  // channels
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)sampleRateHz);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], 2 * (uint)sampleRateHz);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], 2);  // bytes a sample
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16); // bits a sample
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], dataLength);
    }

    /// <summary>A whole file in memory.</summary>
    /// <param name="samples">Mono samples, nominally in −1…1; beyond it they saturate.</param>
    /// <param name="sampleRateHz">Samples a second, at least 1.</param>
    public static byte[] ToBytes(ReadOnlySpan<float> samples, int sampleRateHz)
    {
        var file = new byte[HeaderLength + 2 * samples.Length];
        WriteHeader(file, sampleRateHz, samples.Length);
        Pcm16.FromFloat(samples, file.AsSpan(HeaderLength));
        return file;
    }
}
