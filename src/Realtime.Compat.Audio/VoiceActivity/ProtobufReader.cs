using System.Buffers.Binary;

namespace Realtime.Compat.Audio;

/// <summary>Walks the fields of one protobuf message (protobuf.dev, "Encoding"). Bounds-checked: any bytes are safe to read.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's payload when it is a string, bytes, message or packed list; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The current field's value when it is a number; else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the message's end.</returns>
    /// <exception cref="InvalidDataException">Not a protobuf message.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;

        var key = ReadVarint();
        Field = (int)Math.Min(key >> 3, int.MaxValue);
        Bytes = default;
        Number = 0;
        switch (key & 7)
        {
            case 0:
                Number = ReadVarint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(ReadVarint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw OnnxConstants.NotTheModel("it is not a protobuf file");
        }

        return true;
    }

    /// <summary>A varint at the start of <paramref name="packed"/>, which moves past it.</summary>
    public static ulong ReadVarint(ref ReadOnlySpan<byte> packed)
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(packed.Length, 10); i++)
        {
            value |= (ulong)(packed[i] & 0x7F) << (7 * i);
            if (packed[i] < 0x80)
            {
                packed = packed[(i + 1)..];
                return value;
            }
        }

        throw OnnxConstants.NotTheModel("it is cut short or not a protobuf file");
    }

    private ulong ReadVarint() => ReadVarint(ref _rest);

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw OnnxConstants.NotTheModel("it is cut short or not a protobuf file");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
