using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>What SRTP has to know of RTP (RFC 3550 section 5.1): where the header, which is not encrypted, ends.</summary>
internal static class RtpHeaderLength
{
    /// <summary>Measures the header with its contributing sources and extension.</summary>
    /// <returns>−1 when the packet is no RTP or ends within it.</returns>
    public static int Of(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 12 || packet[0] >> 6 != 2) return -1;
        var length = 12 + 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4) return -1;
            length += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]);
        }
        return length <= packet.Length ? length : -1;
    }
}
