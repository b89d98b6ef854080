using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// A packet as it lies in a datagram (RFC 9260, section 3): the common header, then <c>while (packet.Read())</c> over the chunks. Stops at the
/// first chunk that breaks the format.
/// </summary>
internal ref struct SctpPacket
{
    public const int HeaderLength = 12;

    private readonly ReadOnlySpan<byte> _packet;
    private ReadOnlySpan<byte> _rest;

    private SctpPacket(ReadOnlySpan<byte> packet)
    {
        _packet = packet;
        _rest = packet[HeaderLength..];
    }

    public readonly ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_packet);

    public readonly ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_packet[2..]);

    public readonly uint VerificationTag => BinaryPrimitives.ReadUInt32BigEndian(_packet[4..]);

    public ChunkType Type { get; private set; }

    public byte Flags { get; private set; }

    /// <summary>The chunk after its header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Whether no chunk follows the current one.</summary>
    public readonly bool IsLast => _rest.IsEmpty;

    /// <summary>Reads the common header and checks the checksum.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out SctpPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderLength + 4 || !Crc32c.Verify(bytes)) return false;
        packet = new SctpPacket(bytes);
        return true;
    }

    public bool Read()
    {
        if (_rest.Length < 4) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length < 4 || length > _rest.Length) return false;
        Type = (ChunkType)_rest[0];
        Flags = _rest[1];
        Body = _rest[4..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }
}
