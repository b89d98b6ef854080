using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>
/// What the passive side must remember of an INIT, given to the peer to bring back (RFC 9260, section 5.1.3): a flood of INITs leaves nothing
/// behind. Signed, so that it comes back as it was.
/// </summary>
internal readonly record struct StateCookie
{
    public const int Length = ContentLength + MacLength;

    private const int ContentLength = 40;
    private const int MacLength = 16;

    /// <summary>On the association's clock.</summary>
    public TimeSpan MadeAt { get; init; }

    public uint LocalTag { get; init; }

    public uint PeerTag { get; init; }

    public uint LocalTsn { get; init; }

    public uint PeerTsn { get; init; }

    public uint PeerWindow { get; init; }

    public ushort PeerStreams { get; init; }

    public bool PeerForwardsTsn { get; init; }

    public bool PeerReconfigures { get; init; }

    /// <summary>The tag this side had when the INIT came, 0 when it had none: tells a restart from a stray duplicate.</summary>
    public uint TieTag { get; init; }

    public void Write(Span<byte> bytes, ReadOnlySpan<byte> key)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, MadeAt.Ticks);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], LocalTag);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], PeerTag);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LocalTsn);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], PeerTsn);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[24..], PeerWindow);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[28..], PeerStreams);
        bytes[30] = PeerForwardsTsn ? (byte)1 : (byte)0;
        bytes[31] = PeerReconfigures ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[32..], TieTag);
        bytes[36..ContentLength].Clear();

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..ContentLength], mac);
        mac[..MacLength].CopyTo(bytes[ContentLength..]);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key, out StateCookie cookie)
    {
        cookie = default;
        if (bytes.Length != Length) return false;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..ContentLength], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..MacLength], bytes[ContentLength..])) return false;

        cookie = new StateCookie
        {
            MadeAt = TimeSpan.FromTicks(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            LocalTag = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
            PeerTag = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
            LocalTsn = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
            PeerTsn = BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]),
            PeerWindow = BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]),
            PeerStreams = BinaryPrimitives.ReadUInt16BigEndian(bytes[28..]),
            PeerForwardsTsn = bytes[30] != 0,
            PeerReconfigures = bytes[31] != 0,
            TieTag = BinaryPrimitives.ReadUInt32BigEndian(bytes[32..]),
        };
        return true;
    }
}
