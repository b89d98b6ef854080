using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>What a sender says of itself in a sender report (RFC 3550, section 6.4.1).</summary>
/// <param name="Ssrc">The sender.</param>
/// <param name="Ntp">Wall-clock time of the report.</param>
/// <param name="RtpTimestamp">The same moment on the stream's RTP clock.</param>
/// <param name="PacketCount">Packets sent since the start.</param>
/// <param name="OctetCount">Payload bytes sent since the start.</param>
public readonly record struct SenderInfo(uint Ssrc, NtpTime Ntp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    internal const int Length = 24;

    internal static SenderInfo Read(ReadOnlySpan<byte> body) => new(
        BinaryPrimitives.ReadUInt32BigEndian(body),
        new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(body[4..])),
        BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(body[20..]));

    internal void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], OctetCount);
    }
}
