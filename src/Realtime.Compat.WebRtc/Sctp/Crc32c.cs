using System.Buffers.Binary;
using System.Numerics;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>CRC-32C (Castagnoli), the checksum of SCTP (RFC 9260, appendix A).</summary>
public static class Crc32c
{
    private const int ChecksumOffset = 8;

    /// <summary>The checksum of any bytes; 0xE3069283 for the ASCII digits 1…9.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(~0u, bytes);

    /// <summary>The checksum of an SCTP packet, whose own checksum field counts as zero.</summary>
    /// <param name="packet">At least the common header's 12 bytes.</param>
    public static uint OfPacket(ReadOnlySpan<byte> packet)
    {
        var crc = Append(~0u, packet[..ChecksumOffset]);
        crc = BitOperations.Crc32C(crc, 0u);
        return ~Append(crc, packet[(ChecksumOffset + 4)..]);
    }

    /// <summary>Whether a packet's checksum is right.</summary>
    public static bool Verify(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32LittleEndian(packet[ChecksumOffset..]) == OfPacket(packet);

    /// <summary>Puts the checksum into a packet that is otherwise complete.</summary>
    public static void Seal(Span<byte> packet) => BinaryPrimitives.WriteUInt32LittleEndian(packet[ChecksumOffset..], OfPacket(packet));

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
