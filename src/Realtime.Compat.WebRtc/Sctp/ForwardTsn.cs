using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>The body of a FORWARD TSN chunk: messages that were given up, for the peer to pass over (RFC 3758, section 3.2).</summary>
internal static class ForwardTsn
{
    private const int TsnLength = 4;
    private const int EntryLength = 4;

    /// <summary>Writes the number up to where the peer may go on, and the last message given up of each ordered stream.</summary>
    /// <param name="body">Where to; what does not fit is left for a later chunk.</param>
    /// <param name="acked">All up to this TSN came.</param>
    /// <param name="outstanding">The pieces after it.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> body, uint acked, List<OutboundChunk> outstanding)
    {
        var point = acked;
        var length = TsnLength;
        foreach (var chunk in outstanding)
        {
            if (!chunk.Abandoned) break;
            if (!chunk.IsUnordered && !Renew(body[TsnLength..length], chunk))
            {
                if (length + EntryLength > body.Length) break;
                BinaryPrimitives.WriteUInt16BigEndian(body[length..], chunk.StreamId);
                BinaryPrimitives.WriteUInt16BigEndian(body[(length + 2)..], chunk.Ssn);
                length += EntryLength;
            }

            point = chunk.Tsn;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, point);
        return length;
    }

    /// <summary>Puts a later message of the same stream in the place of an earlier one.</summary>
    private static bool Renew(Span<byte> entries, OutboundChunk chunk)
    {
        for (; !entries.IsEmpty; entries = entries[EntryLength..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(entries) != chunk.StreamId) continue;
            BinaryPrimitives.WriteUInt16BigEndian(entries[2..], chunk.Ssn);
            return true;
        }

        return false;
    }
}
