using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Compat.WebRtc.Stun;

/// <summary>Writes a STUN message (RFC 8489) into a buffer, attribute by attribute; integrity and fingerprint come last.</summary>
internal ref struct StunWriter
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Starts a message.</summary>
    /// <param name="buffer">Large enough for the whole message.</param>
    /// <param name="type">The kind.</param>
    /// <param name="transactionId">12 bytes: random for a request, the request's for a response.</param>
    public StunWriter(Span<byte> buffer, StunMessageType type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        transactionId.CopyTo(buffer[8..StunMessage.HeaderLength]);
        _length = StunMessage.HeaderLength;
        WriteLength(_length);
    }

    /// <summary>The message so far.</summary>
    public readonly ReadOnlySpan<byte> Message => _buffer[.._length];

    /// <summary>Adds an attribute, padded to four bytes.</summary>
    public void Add(StunAttribute type, scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(Append(type, value.Length));
    }

    /// <summary>Adds XOR-MAPPED-ADDRESS (RFC 8489 section 14.2): where the request was seen to come from.</summary>
    public void AddXorMappedAddress(IPEndPoint seen)
    {
        Span<byte> address = stackalloc byte[16];
        seen.Address.TryWriteBytes(address, out var length);
        var value = Append(StunAttribute.XorMappedAddress, 4 + length);
        value[0] = 0;
        value[1] = (byte)(seen.AddressFamily == AddressFamily.InterNetwork ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(seen.Port ^ (int)(StunMessage.MagicCookie >> 16)));
        for (var i = 0; i < length; i++)
            value[4 + i] = (byte)(address[i] ^ _buffer[4 + i]);
    }

    /// <summary>Adds ERROR-CODE (RFC 8489 section 14.8).</summary>
    /// <param name="code">300…699.</param>
    /// <param name="reason">ASCII.</param>
    public void AddErrorCode(int code, ReadOnlySpan<byte> reason)
    {
        var value = Append(StunAttribute.ErrorCode, 4 + reason.Length);
        value[..2].Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
    }

    /// <summary>Adds MESSAGE-INTEGRITY over everything so far (RFC 8489 section 14.5).</summary>
    public void AddIntegrity(ReadOnlySpan<byte> password)
    {
        WriteLength(_length + 24);
        Span<byte> mac = stackalloc byte[20];
        StunMessage.Sha1Mac(password, Message, mac);
        Add(StunAttribute.MessageIntegrity, mac);
    }

    /// <summary>Adds FINGERPRINT over everything so far; nothing may follow (RFC 8489 section 14.7).</summary>
    public void AddFingerprint()
    {
        WriteLength(_length + 8);
        var crc = Crc32.Compute(Message) ^ 0x5354554E;
        BinaryPrimitives.WriteUInt32BigEndian(Append(StunAttribute.Fingerprint, 4), crc);
    }

    private Span<byte> Append(StunAttribute type, int length)
    {
        var padded = (length + 3) & ~3;
        var attribute = _buffer.Slice(_length, 4 + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(4 + length)..].Clear();
        _length += attribute.Length;
        WriteLength(_length);
        return attribute.Slice(4, length);
    }

    private readonly void WriteLength(int messageLength) =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(messageLength - StunMessage.HeaderLength));
}
