using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>An RTP packet (RFC 3550, section 5.1) as it lies in a datagram: nothing is copied.</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without contributing sources and extension.</summary>
    public const int FixedHeaderLength = 12;

    private const byte Version = 2 << 6;

    private readonly ReadOnlySpan<byte> _header;

    private RtpPacket(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extension, ReadOnlySpan<byte> payload)
    {
        _header = header;
        Extension = extension;
        Payload = payload;
    }

    /// <summary>Set on the first packet of a talk spurt (RFC 3551, section 4.1).</summary>
    public bool Marker => (_header[1] & 0x80) != 0;

    /// <summary>What the payload is, 0…127, by the session description.</summary>
    public byte PayloadType => (byte)(_header[1] & 0x7F);

    /// <summary>Counts packets, modulo 2^16.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_header[2..]);

    /// <summary>When the first sample was taken, in ticks of the payload's clock, modulo 2^32.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_header[4..]);

    /// <summary>The sender's synchronisation source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_header[8..]);

    /// <summary>How many contributing sources the header lists, 0…15.</summary>
    public int ContributingSourceCount => _header[0] & 0x0F;

    /// <summary>The profile word of the header extension; 0 when there is none.</summary>
    public ushort ExtensionProfile => (_header[0] & 0x10) == 0 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(_header[(FixedHeaderLength + 4 * ContributingSourceCount)..]);

    /// <summary>The header extension without its profile and length words; empty when there is none.</summary>
    public ReadOnlySpan<byte> Extension { get; }

    /// <summary>What follows the header, without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a packet.</summary>
    /// <param name="packet">One datagram, decrypted.</param>
    /// <param name="parsed">Views into it.</param>
    /// <returns>False for anything that is not a whole RTP packet of version 2.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpPacket parsed)
    {
        parsed = default;
        if (packet.Length < FixedHeaderLength || (packet[0] & 0xC0) != Version) return false;

        var headerLength = FixedHeaderLength + 4 * (packet[0] & 0x0F);
        var extension = ReadOnlySpan<byte>.Empty;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < headerLength + 4) return false;
            var extensionLength = 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(headerLength + 2)..]);
            headerLength += 4;
            if (packet.Length < headerLength + extensionLength) return false;
            extension = packet.Slice(headerLength, extensionLength);
            headerLength += extensionLength;
        }

        var end = packet.Length;
        if ((packet[0] & 0x20) != 0)
        {
            if (end <= headerLength || packet[^1] == 0) return false;
            end -= packet[^1];
        }

        if (end < headerLength) return false;
        parsed = new RtpPacket(packet[..headerLength], extension, packet[headerLength..end]);
        return true;
    }

    /// <summary>Writes a header without contributing sources and extension; the payload follows it.</summary>
    /// <param name="packet">Receives <see cref="FixedHeaderLength"/> bytes.</param>
    /// <param name="payloadType">0…127.</param>
    /// <param name="marker">See <see cref="Marker"/>.</param>
    /// <param name="sequenceNumber">See <see cref="SequenceNumber"/>.</param>
    /// <param name="timestamp">See <see cref="Timestamp"/>.</param>
    /// <param name="ssrc">See <see cref="Ssrc"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A payload type out of range, or too little room.</exception>
    public static void WriteHeader(Span<byte> packet, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadType, (byte)127);
        packet[0] = Version;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }

    /// <summary>Finds an element of the header extension by its id (RFC 8285, one-byte and two-byte headers).</summary>
    /// <param name="id">1…255, by the session description's <c>extmap</c>.</param>
    /// <param name="value">The element's bytes.</param>
    /// <returns>False when the packet lacks it.</returns>
    public bool TryFindExtension(byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        var twoByte = (ExtensionProfile & 0xFFF0) == 0x1000;
        if (!twoByte && ExtensionProfile != 0xBEDE) return false;

        for (var rest = Extension; !rest.IsEmpty;)
        {
            if (rest[0] == 0) // padding
            {
                rest = rest[1..];
                continue;
            }

            if (twoByte && rest.Length < 2) return false;
            var found = twoByte ? rest[0] : rest[0] >> 4;
            var length = twoByte ? rest[1] : (rest[0] & 0x0F) + 1;
            rest = rest[(twoByte ? 2 : 1)..];
            if ((!twoByte && found == 15) || rest.Length < length) return false;
            if (found == id)
            {
                value = rest[..length];
                return true;
            }

            rest = rest[length..];
        }

        return false;
    }
}
