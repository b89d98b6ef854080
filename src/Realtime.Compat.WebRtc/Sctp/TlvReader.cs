using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// Walks over what SCTP lists as type, length and value, padded to four bytes: parameters and error causes. Stops at the first that breaks
/// the format.
/// </summary>
/// <param name="bytes">Hostile as they may be.</param>
internal ref struct TlvReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    /// <summary>The value without its padding.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Read()
    {
        if (_rest.Length < 4) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length < 4 || length > _rest.Length) return false;
        Type = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Value = _rest[4..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }
}
