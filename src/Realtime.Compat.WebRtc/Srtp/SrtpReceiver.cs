using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>
/// Checks and opens what the peer sends (RFC 3711): estimates the roll-overs of each source's sequence numbers and refuses repeats. Nothing
/// is remembered of a packet that is not authentic. Not thread-safe.
/// </summary>
internal sealed class SrtpReceiver(SrtpSessionKeys keys) : IDisposable
{
    /// <summary>Sources remembered; browsers send one or two.</summary>
    private const int MostSources = 16;

    private readonly SrtpCipher _cipher = SrtpCipher.Create(keys);
    private readonly List<Source> _sources = [];

    /// <summary>Opens an RTP packet in place.</summary>
    /// <returns>Bytes of the plain packet; −1 when it is malformed, not authentic or a repeat.</returns>
    public int UnprotectRtp(Span<byte> packet)
    {
        var length = packet.Length - _cipher.RtpOverhead;
        if (length < 0) return -1;
        var header = RtpHeaderLength.Of(packet[..length]);
        if (header < 0) return -1;
        var source = Find(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), out var known);
        if (source is null || !TryEstimateIndex(source.Rtp, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), out var index)) return -1;
        if (!source.Rtp.Allows(index) || !_cipher.UnprotectRtp(packet, header, index)) return -1;
        source.Rtp.Mark(index);
        if (!known) _sources.Add(source);
        return length;
    }

    /// <summary>Opens an RTCP packet in place.</summary>
    /// <returns>Bytes of the plain packet; −1 when it is malformed, not authentic, not encrypted or a repeat.</returns>
    public int UnprotectRtcp(Span<byte> packet)
    {
        if (!_cipher.TryReadRtcpIndex(packet, out var index)) return -1;
        var source = Find(BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), out var known);
        if (source is null || !source.Rtcp.Allows(index) || !_cipher.UnprotectRtcp(packet, index)) return -1;
        source.Rtcp.Mark(index);
        if (!known) _sources.Add(source);
        return packet.Length - _cipher.RtcpOverhead;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    /// <summary>RFC 3711 section 3.3.1: of the three candidates, the index nearest to the highest that came.</summary>
    private static bool TryEstimateIndex(ReplayWindow window, ushort sequence, out ulong index)
    {
        index = sequence;
        if (window.IsEmpty) return true;
        var step = (short)(sequence - (ushort)window.Highest);
        if (step < 0 && window.Highest < (ulong)-step) return false;
        index = window.Highest + (ulong)step;
        return true;
    }

    private Source? Find(uint id, out bool known)
    {
        known = true;
        foreach (var source in _sources)
        {
            if (source.Id == id) return source;
        }
        known = false;
        return _sources.Count < MostSources ? new Source(id) : null;
    }

    private sealed class Source(uint id)
    {
        public readonly uint Id = id;
        public ReplayWindow Rtp;
        public ReplayWindow Rtcp;
    }
}
