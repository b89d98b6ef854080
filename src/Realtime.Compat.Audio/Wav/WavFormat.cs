using System.Buffers.Binary;

namespace Realtime.Compat.Audio;

/// <summary>How one sample of a WAV file is stored.</summary>
internal enum WavEncoding
{
    Unsigned8,
    Signed16,
    Signed24,
    Signed32,
    Float32,
    Float64,
    ALaw,
    MuLaw,
}

/// <summary>The checked content of a WAV file's <c>fmt </c> chunk (Microsoft mmreg.h: WAVEFORMATEX, WAVEFORMATEXTENSIBLE).</summary>
internal readonly record struct WavFormat(WavEncoding Encoding, int Channels, int SampleRateHz)
{
    private const int MaxRateHz = 768_000;
    private const ushort PcmTag = 1;
    private const ushort FloatTag = 3;
    private const ushort ALawTag = 6;
    private const ushort MuLawTag = 7;
    private const ushort ExtensibleTag = 0xFFFE;

    /// <summary>Bytes of one sample of one channel.</summary>
    public int BytesPerSample => Encoding switch
    {
        WavEncoding.Unsigned8 or WavEncoding.ALaw or WavEncoding.MuLaw => 1,
        WavEncoding.Signed16 => 2,
        WavEncoding.Signed24 => 3,
        WavEncoding.Signed32 or WavEncoding.Float32 => 4,
        _ => 8,
    };

    // KSDATAFORMAT_SUBTYPE_*: the format tag in the first two bytes, then these fourteen.
    private static ReadOnlySpan<byte> SubtypeTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads the chunk's payload.</summary>
    /// <exception cref="InvalidDataException">A format that is damaged or not supported; one sentence.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16) throw new InvalidDataException($"The WAV file's format chunk has {chunk.Length} bytes; 16 are the least.");

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rateHz = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var blockLength = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);

        if (tag == ExtensibleTag)
        {
            if (chunk.Length < 40 || !chunk[26..40].SequenceEqual(SubtypeTail))
                throw new InvalidDataException("The WAV file's extensible format names no known sub-format.");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        if (channels == 0) throw new InvalidDataException("The WAV file declares no channels.");
        if (rateHz is 0 or > MaxRateHz)
            throw new InvalidDataException($"The WAV file declares {rateHz} Hz; 1 to {MaxRateHz} Hz can be read.");

        var encoding = (tag, bits) switch
        {
            (PcmTag, 8) => WavEncoding.Unsigned8,
            (PcmTag, 16) => WavEncoding.Signed16,
            (PcmTag, 24) => WavEncoding.Signed24,
            (PcmTag, 32) => WavEncoding.Signed32,
            (FloatTag, 32) => WavEncoding.Float32,
            (FloatTag, 64) => WavEncoding.Float64,
            (ALawTag, 8) => WavEncoding.ALaw,
            (MuLawTag, 8) => WavEncoding.MuLaw,
            _ => throw new InvalidDataException(
                $"The WAV file's format (tag {tag}, {bits} bits) is not supported; PCM of 8, 16, 24 or 32 bits, float, A-law and µ-law are."),
        };

        var format = new WavFormat(encoding, channels, (int)rateHz);
        if (blockLength != channels * format.BytesPerSample)
            throw new InvalidDataException(
                $"The WAV file declares {blockLength} bytes for one sample of {channels} channels; {channels * format.BytesPerSample} would be right.");
        return format;
    }
}
