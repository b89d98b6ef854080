using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>A DATA chunk (RFC 9260, section 3.3.1) as it lies in a packet.</summary>
internal readonly ref struct DataChunk(byte flags, ReadOnlySpan<byte> body)
{
    public const int HeaderLength = 12;
    public const byte End = 1;
    public const byte Beginning = 2;
    public const byte UnorderedFlag = 4;
    public const byte Immediate = 8;

    private readonly ReadOnlySpan<byte> _body = body;

    public bool IsBeginning => (flags & Beginning) != 0;

    public bool IsEnd => (flags & End) != 0;

    public bool IsUnordered => (flags & UnorderedFlag) != 0;

    public bool WantsSackAtOnce => (flags & Immediate) != 0;

    public uint Tsn => BinaryPrimitives.ReadUInt32BigEndian(_body);

    public ushort StreamId => BinaryPrimitives.ReadUInt16BigEndian(_body[4..]);

    public ushort Ssn => BinaryPrimitives.ReadUInt16BigEndian(_body[6..]);

    public uint Protocol => BinaryPrimitives.ReadUInt32BigEndian(_body[8..]);

    public ReadOnlySpan<byte> Payload => _body[HeaderLength..];
}
