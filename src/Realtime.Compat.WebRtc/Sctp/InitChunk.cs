using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>An INIT or INIT ACK chunk (RFC 9260, sections 3.3.2 and 3.3.3) as it lies in a packet.</summary>
internal readonly ref struct InitChunk
{
    public const int HeaderLength = 16;

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public const int WrittenLength = 28;

    private readonly ReadOnlySpan<byte> _body;

    private InitChunk(ReadOnlySpan<byte> body)
    {
        _body = body;
        var parameters = Parameters;
        while (parameters.Read())
        {
            switch ((ParameterType)parameters.Type)
            {
                case ParameterType.StateCookie:
                    Cookie = parameters.Value;
                    break;
                case ParameterType.ForwardTsnSupported:
                    ForwardsTsn = true;
                    break;
                case ParameterType.SupportedExtensions:
                    ForwardsTsn |= parameters.Value.Contains((byte)ChunkType.ForwardTsn);
                    Reconfigures = parameters.Value.Contains((byte)ChunkType.ReConfig);
                    break;
            }
        }
    }

    public uint Tag => BinaryPrimitives.ReadUInt32BigEndian(_body);

    /// <summary>The sender's receiver window, in bytes.</summary>
    public uint Window => BinaryPrimitives.ReadUInt32BigEndian(_body[4..]);

    /// <summary>Streams the sender wants to send in.</summary>
    public ushort OutboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_body[8..]);

    /// <summary>Streams the sender takes.</summary>
    public ushort InboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_body[10..]);

    public uint InitialTsn => BinaryPrimitives.ReadUInt32BigEndian(_body[12..]);

    public ReadOnlySpan<byte> Cookie { get; }

    public bool ForwardsTsn { get; }

    public bool Reconfigures { get; }

    public TlvReader Parameters => new(_body[HeaderLength..]);

    /// <summary>Reads the chunk; false when it is too short or names tag or streams that cannot be.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out InitChunk chunk)
    {
        chunk = default;
        if (body.Length < HeaderLength) return false;
        chunk = new InitChunk(body);
        return chunk is { Tag: not 0, OutboundStreams: not 0, InboundStreams: not 0 };
    }

    /// <summary>Writes the fixed part and the extensions this side has into <see cref="WrittenLength"/> bytes; more parameters may follow.</summary>
    public static int Write(Span<byte> body, uint tag, uint window, ushort streams, uint initialTsn)
    {
        BinaryPrimitives.WriteUInt32BigEndian(body, tag);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], window);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], streams);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], streams);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], initialTsn);
        WriteHeader(body[16..], ParameterType.ForwardTsnSupported, 0);
        WriteHeader(body[20..], ParameterType.SupportedExtensions, 2);
        body[24] = (byte)ChunkType.ReConfig;
        body[25] = (byte)ChunkType.ForwardTsn;
        body[26..WrittenLength].Clear();
        return WrittenLength;
    }

    public static void WriteHeader(Span<byte> parameter, ParameterType type, int valueLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(parameter, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(parameter[2..], (ushort)(4 + valueLength));
    }
}
