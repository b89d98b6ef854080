using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
internal sealed class AesGcmCipher : SrtpCipher
{
    private const int TagLength = 16;
    private const int NonceLength = 12;

    private readonly AesGcm _rtp;
    private readonly AesGcm _rtcp;
    private readonly byte[] _rtpSalt;
    private readonly byte[] _rtcpSalt;

    public AesGcmCipher(SrtpSessionKeys keys)
    {
        _rtp = new AesGcm(keys.RtpKey, TagLength);
        _rtcp = new AesGcm(keys.RtcpKey, TagLength);
        _rtpSalt = keys.RtpSalt;
        _rtcpSalt = keys.RtcpSalt;
    }

    /// <inheritdoc/>
    public override int RtpOverhead => TagLength;

    /// <inheritdoc/>
    public override int RtcpOverhead => TagLength + 4;

    /// <inheritdoc/>
    public override void ProtectRtp(Span<byte> packet, int header, int length, ulong index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, _rtpSalt, RtpSource(packet), index);
        var payload = packet[header..length];
        _rtp.Encrypt(nonce, payload, payload, packet.Slice(length, TagLength), packet[..header]);
    }

    /// <inheritdoc/>
    public override bool UnprotectRtp(Span<byte> packet, int header, ulong index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, _rtpSalt, RtpSource(packet), index);
        var payload = packet[header..^TagLength];
        return TryDecrypt(_rtp, nonce, payload, packet[^TagLength..], packet[..header]);
    }

    /// <inheritdoc/>
    public override void ProtectRtcp(Span<byte> packet, int length, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, _rtcpSalt, RtcpSource(packet), index);
        Span<byte> associated = stackalloc byte[12];
        WriteAssociated(associated, packet, index);
        var payload = packet[8..length];
        _rtcp.Encrypt(nonce, payload, payload, packet.Slice(length, TagLength), associated);
        // With GCM the index follows the tag (RFC 7714 section 9.2).
        BinaryPrimitives.WriteUInt32BigEndian(packet[(length + TagLength)..], index | Encrypted);
    }

    /// <inheritdoc/>
    public override bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint index)
    {
        index = 0;
        if (packet.Length < 8 + RtcpOverhead) return false;
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[^4..]);
        index = word & ~Encrypted;
        return (word & Encrypted) != 0;
    }

    /// <inheritdoc/>
    public override bool UnprotectRtcp(Span<byte> packet, uint index)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, _rtcpSalt, RtcpSource(packet), index);
        Span<byte> associated = stackalloc byte[12];
        WriteAssociated(associated, packet, index);
        var end = packet.Length - RtcpOverhead;
        return TryDecrypt(_rtcp, nonce, packet[8..end], packet.Slice(end, TagLength), associated);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static bool TryDecrypt(AesGcm aes, ReadOnlySpan<byte> nonce, Span<byte> payload, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        try
        {
            aes.Decrypt(nonce, payload, tag, payload, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>RFC 7714 sections 8.1 and 9.1: 2 zero bytes, the source, 6 bytes of index, all masked by the salt.</summary>
    private static void WriteNonce(Span<byte> nonce, ReadOnlySpan<byte> salt, uint source, ulong index)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], index);
        nonce[0] = nonce[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], source);
        for (var i = 0; i < NonceLength; i++)
            nonce[i] ^= salt[i];
    }

    private static void WriteAssociated(Span<byte> associated, ReadOnlySpan<byte> packet, uint index)
    {
        packet[..8].CopyTo(associated);
        BinaryPrimitives.WriteUInt32BigEndian(associated[8..], index | Encrypted);
    }
}
