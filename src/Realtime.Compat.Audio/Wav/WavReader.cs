using System.Buffers.Binary;

namespace Realtime.Compat.Audio;

/// <summary>
/// Reads RIFF/WAVE: PCM of 8, 16, 24 and 32 bits, float, A-law and µ-law, plain or WAVE_FORMAT_EXTENSIBLE, any number of
/// channels, mixed to mono by their mean.
/// </summary>
/// <remarks>
/// Lenient where writers are sloppy, since the audio is there: the RIFF length is ignored, a data length of 0 or 0xFFFFFFFF (a
/// stream whose end was not known) means "to the end", a file cut short gives what it has. Values that are not finite read as 0.
/// </remarks>
public static class WavReader
{
    /// <summary>The most that <see cref="ReadMono(Stream, int)"/> takes unless told: 256 MiB, 93 minutes of 24 kHz stereo.</summary>
    public const int DefaultMaxBytes = 256 << 20;

    private const uint UnknownLength = 0xFFFFFFFF;

    /// <summary>Reads a whole file.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="InvalidDataException">Not a WAV file, damaged, or in a format that is not supported; one sentence says which.</exception>
    public static WavAudio ReadMono(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !(file[..4].SequenceEqual("RIFF"u8) || file[..4].SequenceEqual("RF64"u8)) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("Not a WAV file: it does not begin with RIFF and WAVE.");

        WavFormat? format = null;
        var rest = file[12..];
        while (rest.Length >= 8)
        {
            var id = rest[..4];
            var declared = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            rest = rest[8..];

            if (id.SequenceEqual("data"u8))
            {
                if (format is null) throw new InvalidDataException("The WAV file's data comes before its format.");
                var length = declared is 0 or UnknownLength ? rest.Length : (int)Math.Min(declared, (uint)rest.Length);
                return new WavAudio(Mix(rest[..length], format.Value), format.Value.SampleRateHz);
            }

            if (declared > (uint)rest.Length) break;
            if (id.SequenceEqual("fmt "u8)) format = WavFormat.Parse(rest[..(int)declared]);

            // Chunks begin at even positions.
            rest = rest[(int)Math.Min(declared + (declared & 1), (uint)rest.Length)..];
        }

        throw new InvalidDataException(format is null ? "The WAV file has no format chunk." : "The WAV file has no data chunk.");
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Where the file begins.</param>
    /// <param name="maxBytes">A longer stream is refused.</param>
    /// <exception cref="InvalidDataException">As for a span of bytes; also when the stream is longer than <paramref name="maxBytes"/>.</exception>
    public static WavAudio ReadMono(Stream stream, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);

        using var file = new MemoryStream();
        var block = new byte[64 << 10];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (file.Length + read > maxBytes) throw new InvalidDataException($"The WAV file has more than {maxBytes} bytes.");
            file.Write(block, 0, read);
        }

        return ReadMono(file.GetBuffer().AsSpan(0, (int)file.Length));
    }

    private static float[] Mix(ReadOnlySpan<byte> data, WavFormat format)
    {
        var sampleLength = format.BytesPerSample;
        var blockLength = sampleLength * format.Channels;
        var samples = new float[data.Length / blockLength];
        if (format is { Encoding: WavEncoding.Signed16, Channels: 1 })
        {
            Pcm16.ToFloat(data[..(samples.Length * 2)], samples);
            return samples;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < format.Channels; channel++)
                sum += ReadSample(data.Slice(i * blockLength + channel * sampleLength, sampleLength), format.Encoding);

            var mean = (float)(sum / format.Channels);
            samples[i] = float.IsFinite(mean) ? mean : 0;
        }

        return samples;
    }

    private static double ReadSample(ReadOnlySpan<byte> bytes, WavEncoding encoding)
    {
        switch (encoding)
        {
            case WavEncoding.Unsigned8:
                return (bytes[0] - 128) / 128.0;
            case WavEncoding.Signed16:
                return BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768.0;
            case WavEncoding.Signed24:
                return (bytes[0] | bytes[1] << 8 | (sbyte)bytes[2] << 16) / 8388608.0;
            case WavEncoding.Signed32:
                return BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648.0;
            case WavEncoding.Float32:
                return BinaryPrimitives.ReadSingleLittleEndian(bytes);
            case WavEncoding.Float64:
                return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            default:
                Span<float> sample = stackalloc float[1];
                if (encoding == WavEncoding.ALaw) G711.DecodeALaw(bytes, sample);
                else G711.DecodeMuLaw(bytes, sample);
                return sample[0];
        }
    }
}
