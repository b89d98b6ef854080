using System.Buffers.Binary;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>The cryptography of one direction: packets in place, indices given. Not thread-safe.</summary>
internal abstract class SrtpCipher : IDisposable
{
    /// <summary>Bytes that protection adds to a packet at most.</summary>
    public const int LargestOverhead = 20;

    /// <summary>Marks an SRTCP packet as encrypted, in the word that holds its index (RFC 3711 section 3.4).</summary>
    protected const uint Encrypted = 0x8000_0000;

    /// <summary>Bytes that protection adds to an RTP packet.</summary>
    public abstract int RtpOverhead { get; }

    /// <summary>Bytes that protection adds to an RTCP packet.</summary>
    public abstract int RtcpOverhead { get; }

    /// <summary>Makes the cipher of a profile.</summary>
    public static SrtpCipher Create(SrtpSessionKeys keys) =>
        keys.Profile == SrtpProfile.AeadAes128Gcm ? new AesGcmCipher(keys) : new AesCounterCipher(keys);

    /// <summary>Protects an RTP packet.</summary>
    /// <param name="packet">The packet and room for <see cref="RtpOverhead"/> behind it.</param>
    /// <param name="header">Bytes of its header, which stays readable.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <param name="index">48 bits: roll-over counter and sequence number.</param>
    public abstract void ProtectRtp(Span<byte> packet, int header, int length, ulong index);

    /// <summary>Checks and opens an RTP packet.</summary>
    /// <param name="packet">With its overhead; after success its first part is plain.</param>
    /// <param name="header">Bytes of its header.</param>
    /// <param name="index">48 bits.</param>
    /// <returns>False: not made with this key, or changed since.</returns>
    public abstract bool UnprotectRtp(Span<byte> packet, int header, ulong index);

    /// <summary>Protects an RTCP packet.</summary>
    /// <param name="packet">The packet and room for <see cref="RtcpOverhead"/> behind it.</param>
    /// <param name="length">Bytes of the packet, 8 at least.</param>
    /// <param name="index">31 bits.</param>
    public abstract void ProtectRtcp(Span<byte> packet, int length, uint index);

    /// <summary>The index that an SRTCP packet claims to have.</summary>
    /// <returns>False when it is too short or not encrypted.</returns>
    public abstract bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint index);

    /// <summary>Checks and opens an RTCP packet.</summary>
    /// <param name="packet">For which <see cref="TryReadRtcpIndex"/> held.</param>
    /// <param name="index">31 bits.</param>
    public abstract bool UnprotectRtcp(Span<byte> packet, uint index);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the keys.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The sender of an RTP packet.</summary>
    protected static uint RtpSource(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);

    /// <summary>The sender of an RTCP packet.</summary>
    protected static uint RtcpSource(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
}
