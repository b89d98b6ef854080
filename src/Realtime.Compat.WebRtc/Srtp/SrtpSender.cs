using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>Protects what one source sends (RFC 3711): counts the roll-overs of its sequence numbers and its RTCP packets. Not thread-safe.</summary>
internal sealed class SrtpSender(SrtpSessionKeys keys) : IDisposable
{
    private readonly SrtpCipher _cipher = SrtpCipher.Create(keys);
    private uint _rollOver;
    private int _lastSequence = -1;
    private uint _rtcpIndex;

    /// <summary>Protects an RTP packet in place. Sequence numbers have to rise by one, modulo 2^16.</summary>
    /// <param name="buffer">The packet and <see cref="SrtpCipher.LargestOverhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes to send.</returns>
    public int ProtectRtp(Span<byte> buffer, int length)
    {
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]);
        if (sequence < _lastSequence) _rollOver++;
        _lastSequence = sequence;
        _cipher.ProtectRtp(buffer, RtpHeaderLength.Of(buffer[..length]), length, (ulong)_rollOver << 16 | sequence);
        return length + _cipher.RtpOverhead;
    }

    /// <summary>Protects an RTCP packet in place.</summary>
    /// <param name="buffer">The packet and <see cref="SrtpCipher.LargestOverhead"/> bytes of room.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes to send.</returns>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        _rtcpIndex = (_rtcpIndex + 1) & 0x7FFF_FFFF;
        _cipher.ProtectRtcp(buffer, length, _rtcpIndex);
        return length + _cipher.RtcpOverhead;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
