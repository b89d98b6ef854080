using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Bundles chunks into packets (RFC 9260, section 6.10): a packet goes out when the next chunk finds no room, or when flushed.</summary>
/// <param name="port">Both ports; over DTLS they mean nothing (RFC 8261) and 5000 is everyone's choice.</param>
/// <param name="maxLength">Bytes a packet may have.</param>
/// <param name="send">Takes a packet; it is overwritten afterwards.</param>
internal sealed class SctpPacketWriter(ushort port, int maxLength, Action<ReadOnlySpan<byte>> send)
{
    private readonly ushort _port = port;
    private readonly byte[] _packet = new byte[maxLength];
    private int _length;
    private uint _tag;

    /// <summary>The peer's port, which may differ.</summary>
    public ushort PeerPort { get; set; } = port;

    /// <summary>Whether no chunk waits to be sent.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Whether a chunk would go into the packet that is being written.</summary>
    public bool HasRoomFor(int bodyLength) => Math.Max(_length, SctpPacket.HeaderLength) + 4 + bodyLength <= _packet.Length;

    /// <summary>Appends a chunk, and sends the packet before it when there is no room.</summary>
    /// <param name="tag">The verification tag the packet must carry.</param>
    /// <param name="type">The chunk's type.</param>
    /// <param name="flags">The chunk's flags.</param>
    /// <param name="bodyLength">Bytes after the chunk's header.</param>
    /// <returns>The body, to be filled wholly.</returns>
    public Span<byte> Add(uint tag, ChunkType type, byte flags, int bodyLength)
    {
        if (!IsEmpty && (tag != _tag || !HasRoomFor(bodyLength))) Flush();
        if (IsEmpty)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_packet, _port);
            BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), PeerPort);
            BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), tag);
            (_tag, _length) = (tag, SctpPacket.HeaderLength);
        }

        var padded = (4 + bodyLength + 3) & ~3;
        var chunk = _packet.AsSpan(_length, padded);
        chunk[0] = (byte)type;
        chunk[1] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], (ushort)(4 + bodyLength));
        chunk[(4 + bodyLength)..].Clear();
        _length += padded;
        return chunk.Slice(4, bodyLength);
    }

    /// <summary>Sends what was written.</summary>
    public void Flush()
    {
        if (IsEmpty) return;
        var packet = _packet.AsSpan(0, _length);
        _length = 0;
        Crc32c.Seal(packet);
        send(packet);
    }
}
