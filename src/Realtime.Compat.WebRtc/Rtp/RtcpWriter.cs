using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// Writes a compound RTCP packet (RFC 3550, section 6.1) packet by packet: a report first, then the source description, then what else.
/// </summary>
/// <param name="buffer">Receives the packets; 1,200 bytes are enough for any compound an endpoint of one stream makes.</param>
public ref struct RtcpWriter(Span<byte> buffer)
{
    internal const byte CanonicalNameItem = 1;

    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Appends a sender report.</summary>
    /// <param name="sender">What the sender says of itself.</param>
    /// <param name="blocks">What it says of those it hears, at most 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too many blocks, or too little room.</exception>
    public void WriteSenderReport(SenderInfo sender, params ReadOnlySpan<ReportBlock> blocks)
    {
        var body = Begin(RtcpType.SenderReport, blocks.Length, SenderInfo.Length + blocks.Length * ReportBlock.Length);
        sender.Write(body);
        Write(blocks, body[SenderInfo.Length..]);
    }

    /// <summary>Appends a receiver report.</summary>
    /// <param name="ssrc">The reporter.</param>
    /// <param name="blocks">What it says of those it hears, at most 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too many blocks, or too little room.</exception>
    public void WriteReceiverReport(uint ssrc, params ReadOnlySpan<ReportBlock> blocks)
    {
        var body = Begin(RtcpType.ReceiverReport, blocks.Length, 4 + blocks.Length * ReportBlock.Length);
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        Write(blocks, body[4..]);
    }

    /// <summary>Appends a source description that holds a canonical name.</summary>
    /// <param name="ssrc">The source.</param>
    /// <param name="canonicalName">UTF-8, at most 255 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too long a name, or too little room.</exception>
    public void WriteCanonicalName(uint ssrc, ReadOnlySpan<byte> canonicalName)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(canonicalName.Length, 255);
        var length = (4 + 2 + canonicalName.Length + 1 + 3) & ~3; // the list ends with one zero at least
        var body = Begin(RtcpType.SourceDescription, 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = CanonicalNameItem;
        body[5] = (byte)canonicalName.Length;
        canonicalName.CopyTo(body[6..]);
        body[(6 + canonicalName.Length)..].Clear();
    }

    /// <summary>Appends the goodbye of a source.</summary>
    /// <param name="ssrc">The source that leaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too little room.</exception>
    public void WriteBye(uint ssrc) => BinaryPrimitives.WriteUInt32BigEndian(Begin(RtcpType.Bye, 1, 4), ssrc);

    private static void Write(ReadOnlySpan<ReportBlock> blocks, Span<byte> body)
    {
        for (var i = 0; i < blocks.Length; i++) blocks[i].Write(body[(i * ReportBlock.Length)..]);
    }

    private Span<byte> Begin(RtcpType type, int count, int bodyLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 31);
        var packet = _buffer.Slice(Length, 4 + bodyLength);
        packet[0] = (byte)(2 << 6 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        Length += packet.Length;
        return packet[4..];
    }
}
