using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Stun;

/// <summary>A STUN message in a datagram (RFC 8489), read in place. Reading proves only its form; see <see cref="HasIntegrity"/>.</summary>
internal readonly ref struct StunMessage
{
    /// <summary>The fixed number in bytes 4…7.</summary>
    public const uint MagicCookie = 0x2112A442;

    /// <summary>Bytes before the attributes.</summary>
    public const int HeaderLength = 20;

    private const uint FingerprintMask = 0x5354554E;
    private const int MacLength = 20;
    private const int LongestMessage = 1500;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _integrityAt;

    private StunMessage(ReadOnlySpan<byte> bytes, int integrityAt)
    {
        _bytes = bytes;
        _integrityAt = integrityAt;
    }

    /// <summary>What kind it is.</summary>
    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The 12 bytes that tie a response to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes[8..HeaderLength];

    /// <summary>Whether a datagram is meant as STUN, by its first byte (RFC 7983 section 7).</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) => datagram.Length >= HeaderLength && datagram[0] < 4;

    /// <summary>Reads a datagram.</summary>
    /// <returns>False when lengths do not add up, the cookie is wrong, or there is a FINGERPRINT and it is wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!IsStun(datagram) || datagram.Length > LongestMessage || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != MagicCookie
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderLength || datagram.Length % 4 != 0)
            return false;
        var integrityAt = 0;
        for (var at = HeaderLength; at < datagram.Length;)
        {
            if (!TryReadAttribute(datagram, at, out var type, out var value, out var next)) return false;
            if (type == StunAttribute.MessageIntegrity && integrityAt == 0)
            {
                if (value.Length != MacLength) return false;
                integrityAt = at;
            }
            else if (type == StunAttribute.Fingerprint)
            {
                // It must be the last attribute, and covers all before it.
                if (value.Length != 4 || next != datagram.Length
                    || BinaryPrimitives.ReadUInt32BigEndian(value) != (Crc32.Compute(datagram[..at]) ^ FingerprintMask))
                    return false;
            }
            at = next;
        }
        message = new StunMessage(datagram, integrityAt);
        return true;
    }

    /// <summary>
    /// Finds an attribute. Of a message with MESSAGE-INTEGRITY only what that covers counts: whatever follows was not vouched for
    /// (RFC 8489 section 14.5).
    /// </summary>
    public bool TryGet(StunAttribute wanted, out ReadOnlySpan<byte> value)
    {
        var end = _integrityAt == 0 ? _bytes.Length : _integrityAt;
        for (var at = HeaderLength; at < end;)
        {
            if (!TryReadAttribute(_bytes, at, out var type, out value, out at)) break;
            if (type == wanted) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Whether there is an attribute that must be understood and is not known here (RFC 8489 section 6.3).</summary>
    public bool AsksTheUnknown()
    {
        for (var at = HeaderLength; at < _bytes.Length;)
        {
            if (!TryReadAttribute(_bytes, at, out var type, out _, out at)) break;
            if ((ushort)type < 0x8000 && !Enum.IsDefined(type)) return true;
        }
        return false;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and was made with this password (short-term credential, RFC 8489 section 9.1).</summary>
    public bool HasIntegrity(ReadOnlySpan<byte> password)
    {
        if (_integrityAt == 0) return false;
        // The MAC was taken when the message ended with it: the length field counts up to there.
        Span<byte> covered = stackalloc byte[_integrityAt];
        _bytes[.._integrityAt].CopyTo(covered);
        BinaryPrimitives.WriteUInt16BigEndian(covered[2..], (ushort)(_integrityAt - HeaderLength + 4 + MacLength));
        Span<byte> mac = stackalloc byte[MacLength];
        Sha1Mac(password, covered, mac);
        return CryptographicOperations.FixedTimeEquals(mac, _bytes.Slice(_integrityAt + 4, MacLength));
    }

    // CA5350: STUN's MAC is HMAC-SHA1 by its RFC; no weakness of SHA-1 touches HMAC.
#pragma warning disable CA5350
    internal static void Sha1Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) => HMACSHA1.HashData(key, data, mac);
#pragma warning restore CA5350

    private static bool TryReadAttribute(ReadOnlySpan<byte> message, int at, out StunAttribute type, out ReadOnlySpan<byte> value, out int next)
    {
        type = default;
        value = default;
        next = 0;
        if (at + 4 > message.Length) return false;
        type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
        next = at + 4 + ((length + 3) & ~3);
        if (next > message.Length) return false;
        value = message.Slice(at + 4, length);
        return true;
    }
}
