using System.Security.Cryptography;

namespace Realtime.Compat.WebRtc.Srtp;

/// <summary>Session keys of one direction, as its master key gives them (RFC 3711 section 4.3.1; the key derivation rate is 0).</summary>
internal sealed record SrtpSessionKeys
{
    private const int AuthKeyLength = 20;

    public required SrtpProfile Profile { get; init; }

    public required byte[] RtpKey { get; init; }

    public required byte[] RtpSalt { get; init; }

    /// <summary>Empty for GCM.</summary>
    public byte[] RtpAuthKey { get; init; } = [];

    public required byte[] RtcpKey { get; init; }

    public required byte[] RtcpSalt { get; init; }

    /// <summary>Empty for GCM.</summary>
    public byte[] RtcpAuthKey { get; init; } = [];

    /// <summary>Derives them with AES in counter mode as the pseudo-random function (RFC 3711 section 4.3.3).</summary>
    public static SrtpSessionKeys Derive(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        using var aes = Aes.Create();
        aes.SetKey(masterKey);
        // GCM's salt of 12 bytes is padded on the right to 14 (RFC 7714 section 11).
        var salt = new byte[14];
        masterSalt.CopyTo(salt);
        var gcm = profile == SrtpProfile.AeadAes128Gcm;
        return new SrtpSessionKeys
        {
            Profile = profile,
            RtpKey = Generate(aes, salt, 0, masterKey.Length),
            RtpAuthKey = gcm ? [] : Generate(aes, salt, 1, AuthKeyLength),
            RtpSalt = Generate(aes, salt, 2, masterSalt.Length),
            RtcpKey = Generate(aes, salt, 3, masterKey.Length),
            RtcpAuthKey = gcm ? [] : Generate(aes, salt, 4, AuthKeyLength),
            RtcpSalt = Generate(aes, salt, 5, masterSalt.Length),
        };
    }

    private static byte[] Generate(Aes aes, ReadOnlySpan<byte> salt, byte label, int length)
    {
        var blocks = new byte[(length + 15) / 16 * 16];
        for (var at = 0; at < blocks.Length; at += 16)
        {
            salt.CopyTo(blocks.AsSpan(at));
            blocks[at + 7] ^= label;
            blocks[at + 15] = (byte)(at / 16);
        }
        return aes.EncryptEcb(blocks, PaddingMode.None)[..length];
    }
}
