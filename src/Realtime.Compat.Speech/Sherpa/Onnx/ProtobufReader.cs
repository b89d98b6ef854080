namespace Realtime.Compat.Speech.Sherpa.Onnx;

/// <summary>Walks the fields of a protobuf message in a file (protobuf.dev/programming-guides/encoding) without reading their contents.</summary>
/// <param name="stream">A seekable stream.</param>
internal sealed class ProtobufReader(Stream stream)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Bytes of its content; 0 for one that is no bytes, text or message.</summary>
    public long Length { get; private set; }

    /// <summary>Goes to the next field. Its content, if it has a length, must be read or skipped before the next call.</summary>
    /// <param name="end">Where the message ends.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The bytes are no protobuf message, or one that was cut off.</exception>
    public bool Next(long end)
    {
        if (stream.Position == end) return false;

        var key = ReadVarint(end);
        Field = (int)(key >> 3);
        Length = 0;
        switch ((int)(key & 7))
        {
            case Varint:
                ReadVarint(end);
                break;
            case Fixed64:
                Skip(8, end);
                break;
            case Fixed32:
                Skip(4, end);
                break;
            case LengthDelimited:
                Length = (long)ReadVarint(end);
                if (Length < 0 || Length > end - stream.Position) throw CutOff();
                break;
            default:
                throw new InvalidDataException("it is no ONNX model");
        }

        return Field > 0 ? true : throw new InvalidDataException("it is no ONNX model");
    }

    /// <summary>Passes over the field's content.</summary>
    public void Skip() => stream.Position += Length;

    /// <summary>Reads the field's content.</summary>
    public byte[] ReadBytes()
    {
        var bytes = new byte[Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Skip(int count, long end)
    {
        if (count > end - stream.Position) throw CutOff();
        stream.Position += count;
    }

    private ulong ReadVarint(long end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (stream.Position >= end) throw CutOff();
            var next = stream.ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("it is no ONNX model");
    }

    private static InvalidDataException CutOff() => new("it was cut off");
}
