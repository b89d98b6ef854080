using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// Walks over the packets of a compound RTCP packet (RFC 3550, section 6.1): <c>while (reader.Read()) switch (reader.Type)</c>. Reduced-size
/// compounds (RFC 5506) are taken too. Stops at the first packet that breaks the format.
/// </summary>
/// <param name="compound">One datagram, decrypted; hostile as it may be.</param>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>What the current packet is.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>The header's five-bit count: report blocks, chunks, sources or a feedback format.</summary>
    public int Count { get; private set; }

    /// <summary>The current packet after its header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Goes to the next packet.</summary>
    /// <returns>False at the end, or at a packet that breaks the format.</returns>
    public bool Read()
    {
        if (_rest.Length < HeaderLength || _rest[0] >> 6 != 2) return false;
        var length = HeaderLength + 4 * BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length > _rest.Length) return false;

        var padding = (_rest[0] & 0x20) == 0 ? 0 : _rest[length - 1];
        if (padding > length - HeaderLength) return false;
        Type = (RtcpType)_rest[1];
        Count = _rest[0] & 0x1F;
        Body = _rest[HeaderLength..(length - padding)];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>The sender's half of a sender report.</summary>
    /// <returns>False when the current packet is none.</returns>
    public readonly bool TryReadSenderInfo(out SenderInfo info)
    {
        info = default;
        if (Type != RtcpType.SenderReport || Body.Length < SenderInfo.Length) return false;
        info = SenderInfo.Read(Body);
        return true;
    }

    /// <summary>A report block of a sender or receiver report.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="block">What the reporter says about a source.</param>
    /// <returns>False when the current packet has no such block.</returns>
    public readonly bool TryReadReportBlock(int index, out ReportBlock block)
    {
        block = default;
        var first = Type switch { RtcpType.SenderReport => SenderInfo.Length, RtcpType.ReceiverReport => 4, _ => -1 };
        if (first < 0 || index < 0 || index >= Count) return false;
        var at = first + index * ReportBlock.Length;
        if (at + ReportBlock.Length > Body.Length) return false;
        block = ReportBlock.Read(Body[at..]);
        return true;
    }

    /// <summary>A source that a BYE names.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="ssrc">The source that leaves.</param>
    /// <returns>False when the current packet names no such source.</returns>
    public readonly bool TryReadByeSource(int index, out uint ssrc)
    {
        ssrc = 0;
        if (Type != RtcpType.Bye || index < 0 || index >= Count || 4 * index + 4 > Body.Length) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body[(4 * index)..]);
        return true;
    }

    /// <summary>The first source's canonical name in a source description (item CNAME, UTF-8).</summary>
    /// <returns>False when the current packet has none.</returns>
    public readonly bool TryReadCanonicalName(out uint ssrc, out ReadOnlySpan<byte> name)
    {
        ssrc = 0;
        name = default;
        if (Type != RtcpType.SourceDescription || Count == 0 || Body.Length < 4) return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body);
        for (var items = Body[4..]; items.Length >= 2 && items[0] != 0; items = items[(2 + items[1])..])
        {
            if (items.Length < 2 + items[1]) return false;
            if (items[0] != RtcpWriter.CanonicalNameItem) continue;
            name = items.Slice(2, items[1]);
            return true;
        }

        return false;
    }
}
