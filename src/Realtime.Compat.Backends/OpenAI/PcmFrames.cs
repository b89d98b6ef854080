using System.Buffers.Binary;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// Cuts a body that arrives in any sizes into whole 16-bit samples, and skips a WAV header where there is one. Headers are taken from the bytes
/// ("RIFF"), not from the content type, because servers mislabel.
/// </summary>
internal sealed class PcmFrames(int sampleRateHz, BackendPeer peer)
{
    /// <summary>A header with every chunk servers put before the samples stays well below.</summary>
    private const int MaxHeaderBytes = 64 * 1024;

    private readonly List<byte> _held = [];
    private bool? _isWav;
    private bool _inSamples;
    private uint _samplesLeft = uint.MaxValue;

    /// <summary>Samples a second: the setting's, until a header says otherwise.</summary>
    public int SampleRateHz { get; private set; } = sampleRateHz;

    /// <summary>Takes bytes; gives whole samples (little-endian, mono), maybe none yet.</summary>
    /// <exception cref="BackendException">A WAV file of another kind than 16-bit mono PCM.</exception>
    public byte[] Push(ReadOnlySpan<byte> bytes)
    {
        _held.AddRange(bytes);
        if (_isWav is null)
        {
            if (_held.Count < 4 && "RIFF"u8[.._held.Count].SequenceEqual(_held.ToArray()))
                return [];
            _isWav = _held.Count >= 4 && "RIFF"u8.SequenceEqual(_held.GetRange(0, 4).ToArray());
        }

        if (_isWav.Value && !_inSamples && !SkipHeader())
            return [];
        return TakeSamples();
    }

    /// <summary>Whether a WAV header began and never ended.</summary>
    public bool IsIncomplete => _isWav == true && !_inSamples;

    private byte[] TakeSamples()
    {
        var count = (int)Math.Min((uint)_held.Count & ~1u, _samplesLeft);
        var samples = _held.GetRange(0, count).ToArray();
        _held.RemoveRange(0, count);
        if (_samplesLeft != uint.MaxValue)
        {
            _samplesLeft -= (uint)count;
            // What follows the samples (LIST, id3) is no sound.
            if (_samplesLeft == 0)
                _held.Clear();
        }

        return samples;
    }

    private bool SkipHeader()
    {
        var header = _held.ToArray().AsSpan();
        if (header.Length >= 12 && !header[8..12].SequenceEqual("WAVE"u8))
            throw Unfit();
        for (var at = 12; at + 8 <= header.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(header[(at + 4)..]);
            if (header.Slice(at, 4).SequenceEqual("data"u8))
            {
                // 0 and 0xFFFFFFFF are what servers write that do not know the length yet.
                _samplesLeft = size is 0 or >= 0x7FFF_FFFF ? uint.MaxValue : size & ~1u;
                _held.RemoveRange(0, at + 8);
                return _inSamples = true;
            }

            if (header.Slice(at, 4).SequenceEqual("fmt "u8) && at + 24 <= header.Length)
                ReadFormat(header.Slice(at + 8, 16));
            if (size > MaxHeaderBytes)
                throw Unfit();
            at += 8 + (int)size + (int)(size & 1);
        }

        return header.Length > MaxHeaderBytes ? throw Unfit() : false;
    }

    private void ReadFormat(ReadOnlySpan<byte> format)
    {
        var (kind, channels, bits) = (BinaryPrimitives.ReadUInt16LittleEndian(format), BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), BinaryPrimitives.ReadUInt16LittleEndian(format[14..]));
        if (kind is not (1 or 0xFFFE) || channels != 1 || bits != 16)
            throw Unfit();
        SampleRateHz = BinaryPrimitives.ReadInt32LittleEndian(format[4..]) is >= 4000 and <= 384_000 and var rate ? rate : throw Unfit();
    }

    private BackendException Unfit() => BackendFailures.Protocol(peer, "its WAV file is not 16-bit mono PCM");
}
