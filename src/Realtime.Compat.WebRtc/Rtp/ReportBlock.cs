using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>How a source is received (RFC 3550, section 6.4.1).</summary>
/// <param name="Ssrc">The source this is about.</param>
/// <param name="FractionLost">Share of packets lost since the report before, in 1/256.</param>
/// <param name="CumulativeLost">Packets lost since the start, −2^23…2^23 − 1; negative when duplicates came.</param>
/// <param name="HighestSequenceNumber">Highest sequence number received, counted on past 2^16.</param>
/// <param name="Jitter">Mean deviation of the packets' spacing, in ticks of the stream's clock.</param>
/// <param name="LastSenderReport"><see cref="NtpTime.Middle"/> of the source's last sender report; 0 for none.</param>
/// <param name="DelaySinceLastSenderReport">Time since that came, in 1/65,536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequenceNumber, uint Jitter, uint LastSenderReport, uint DelaySinceLastSenderReport)
{
    internal const int Length = 24;

    /// <summary>Time to the reporter and back by the report, given when it came (RFC 3550, section 6.4.1); null when it names no sender report.</summary>
    /// <param name="arrival">When the report came, on the clock that wrote the sender report.</param>
    public TimeSpan? RoundTrip(NtpTime arrival) =>
        LastSenderReport == 0 ? null : TimeSpan.FromSeconds(Math.Max(0, (int)(arrival.Middle - DelaySinceLastSenderReport - LastSenderReport)) / 65_536.0);

    internal static ReportBlock Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes),
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], CumulativeLost & 0xFFFFFF);
        bytes[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], HighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLastSenderReport);
    }
}
