using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1).</summary>
internal sealed class AesCounterCipher : SrtpCipher
{
    private const int TagLength = 10;
    private const int LargestPacket = 2048;

    private readonly Half _rtp;
    private readonly Half _rtcp;

    public AesCounterCipher(SrtpSessionKeys keys)
    {
        var keystream = new byte[LargestPacket];
        _rtp = new Half(keys.RtpKey, keys.RtpSalt, keys.RtpAuthKey, keystream);
        _rtcp = new Half(keys.RtcpKey, keys.RtcpSalt, keys.RtcpAuthKey, keystream);
    }

    /// <inheritdoc/>
    public override int RtpOverhead => TagLength;

    /// <inheritdoc/>
    public override int RtcpOverhead => 4 + TagLength;

    /// <inheritdoc/>
    public override void ProtectRtp(Span<byte> packet, int header, int length, ulong index)
    {
        _rtp.Crypt(packet[header..length], RtpSource(packet), index);
        _rtp.Authenticate(packet[..length], (uint)(index >> 16), packet.Slice(length, TagLength));
    }

    /// <inheritdoc/>
    public override bool UnprotectRtp(Span<byte> packet, int header, ulong index)
    {
        if (packet.Length > LargestPacket) return false;
        var plain = packet[..^TagLength];
        Span<byte> tag = stackalloc byte[TagLength];
        _rtp.Authenticate(plain, (uint)(index >> 16), tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[^TagLength..])) return false;
        _rtp.Crypt(plain[header..], RtpSource(packet), index);
        return true;
    }

    /// <inheritdoc/>
    public override void ProtectRtcp(Span<byte> packet, int length, uint index)
    {
        _rtcp.Crypt(packet[8..length], RtcpSource(packet), index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[length..], index | Encrypted);
        _rtcp.Authenticate(packet[..length], index | Encrypted, packet.Slice(length + 4, TagLength));
    }

    /// <inheritdoc/>
    public override bool TryReadRtcpIndex(ReadOnlySpan<byte> packet, out uint index)
    {
        index = 0;
        if (packet.Length < 8 + RtcpOverhead || packet.Length > LargestPacket) return false;
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[^RtcpOverhead..]);
        index = word & ~Encrypted;
        return (word & Encrypted) != 0;
    }

    /// <inheritdoc/>
    public override bool UnprotectRtcp(Span<byte> packet, uint index)
    {
        var plain = packet[..^RtcpOverhead];
        Span<byte> tag = stackalloc byte[TagLength];
        _rtcp.Authenticate(plain, index | Encrypted, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[^TagLength..])) return false;
        _rtcp.Crypt(plain[8..], RtcpSource(packet), index);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>The keys of RTP or of RTCP, with what is reused from packet to packet so that none allocates.</summary>
    private sealed class Half : IDisposable
    {
        private readonly Aes _aes;
        private readonly ICryptoTransform _encryptor;
        private readonly IncrementalHash _hash;
        private readonly byte[] _salt;
        private readonly byte[] _keystream;

        public Half(byte[] key, byte[] salt, byte[] authKey, byte[] keystream)
        {
            _aes = Aes.Create();
            // CA5358: counter mode is made of single blocks; the counter is what makes each differ.
#pragma warning disable CA5358
            _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
            _aes.Padding = PaddingMode.None;
            _aes.SetKey(key);
            _encryptor = _aes.CreateEncryptor();
            _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authKey);
            _salt = salt;
            _keystream = keystream;
        }

        /// <summary>Encrypts or decrypts: IV = (salt · 2^16) ⊕ (SSRC · 2^64) ⊕ (index · 2^16), counted up by block.</summary>
        public void Crypt(Span<byte> data, uint source, ulong index)
        {
            if (data.IsEmpty) return;
            var length = (data.Length + 15) / 16 * 16;
            Span<byte> start = stackalloc byte[16];
            _salt.CopyTo(start);
            start[14] = start[15] = 0;
            BinaryPrimitives.WriteUInt32BigEndian(start[4..], BinaryPrimitives.ReadUInt32BigEndian(start[4..]) ^ source);
            BinaryPrimitives.WriteUInt64BigEndian(start[8..], BinaryPrimitives.ReadUInt64BigEndian(start[8..]) ^ (index << 16));
            for (var at = 0; at < length; at += 16)
            {
                start.CopyTo(_keystream.AsSpan(at));
                BinaryPrimitives.WriteUInt16BigEndian(_keystream.AsSpan(at + 14), (ushort)(at / 16));
            }
            _encryptor.TransformBlock(_keystream, 0, length, _keystream, 0);
            for (var i = 0; i < data.Length; i++)
                data[i] ^= _keystream[i];
        }

        public void Authenticate(ReadOnlySpan<byte> packet, uint suffix, Span<byte> tag)
        {
            Span<byte> word = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(word, suffix);
            _hash.AppendData(packet);
            _hash.AppendData(word);
            Span<byte> mac = stackalloc byte[20];
            _hash.GetHashAndReset(mac);
            mac[..tag.Length].CopyTo(tag);
        }

        public void Dispose()
        {
            _encryptor.Dispose();
            _aes.Dispose();
            _hash.Dispose();
        }
    }
}
