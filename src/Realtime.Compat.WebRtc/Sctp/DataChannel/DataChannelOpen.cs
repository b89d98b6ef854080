using System.Buffers.Binary;
using System.Text;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>DATA_CHANNEL_OPEN (RFC 8832, section 5.1): what a channel is.</summary>
internal sealed record DataChannelOpen
{
    public const byte MessageType = 3;
    public const byte AckMessageType = 2;

    private const int HeaderLength = 12;
    private const byte Unordered = 0x80;

    public required string Label { get; init; }

    public string Protocol { get; init; } = "";

    public bool IsOrdered { get; init; } = true;

    public PartialReliability Reliability { get; init; }

    /// <summary>Reads the message; false when it is cut short or of a type that does not exist.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out DataChannelOpen? open)
    {
        open = null;
        if (message.Length < HeaderLength || message[0] != MessageType) return false;
        var limit = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        var labelLength = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        var protocolLength = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        if (HeaderLength + labelLength + protocolLength > message.Length) return false;

        PartialReliability reliability;
        switch (message[1] & ~Unordered)
        {
            case 0:
                reliability = default;
                break;
            case 1:
                reliability = new PartialReliability(MaxRetransmits: (int)Math.Min(limit, int.MaxValue));
                break;
            case 2:
                reliability = new PartialReliability(MaxLifetime: TimeSpan.FromMilliseconds(limit));
                break;
            default:
                return false;
        }

        open = new DataChannelOpen
        {
            Label = Encoding.UTF8.GetString(message.Slice(HeaderLength, labelLength)),
            Protocol = Encoding.UTF8.GetString(message.Slice(HeaderLength + labelLength, protocolLength)),
            IsOrdered = (message[1] & Unordered) == 0,
            Reliability = reliability,
        };
        return true;
    }

    /// <summary>The message.</summary>
    public byte[] Write()
    {
        var (label, protocol) = (Encoding.UTF8.GetBytes(Label), Encoding.UTF8.GetBytes(Protocol));
        var message = new byte[HeaderLength + label.Length + protocol.Length];
        message[0] = MessageType;
        message[1] = (byte)((IsOrdered ? 0 : Unordered) | (Reliability.MaxRetransmits is not null ? 1 : Reliability.MaxLifetime is not null ? 2 : 0));
        var limit = Reliability.MaxRetransmits ?? Reliability.MaxLifetime?.TotalMilliseconds ?? 0;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), 256); // normal priority (RFC 8831, section 6.4)
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)limit);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(8), checked((ushort)label.Length));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), checked((ushort)protocol.Length));
        label.CopyTo(message, HeaderLength);
        protocol.CopyTo(message, HeaderLength + label.Length);
        return message;
    }
}
