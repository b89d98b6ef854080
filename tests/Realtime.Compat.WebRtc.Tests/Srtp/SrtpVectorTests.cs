using Realtime.Compat.WebRtc.Srtp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Srtp;

public class SrtpVectorTests
{
    [Fact]
    public void Derives_the_keys_of_RFC_3711_appendix_B_3()
    {
        var keys = SrtpSessionKeys.Derive(
            SrtpProfile.AesCm128HmacSha1Tag80, Hex.Bytes("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex.Bytes("0EC675AD498AFEEBB6960B3AABE6"));

        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Convert.ToHexString(keys.RtpKey));
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Convert.ToHexString(keys.RtpSalt));
        Assert.Equal("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", Convert.ToHexString(keys.RtpAuthKey));
    }

    [Fact]
    public void Generates_the_keystream_of_RFC_3711_appendix_B_2()
    {
        var key = Hex.Bytes("2B7E151628AED2A6ABF7158809CF4F3C");
        var salt = Hex.Bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        using var cipher = SrtpCipher.Create(new SrtpSessionKeys
        {
            Profile = SrtpProfile.AesCm128HmacSha1Tag80,
            RtpKey = key,
            RtpSalt = salt,
            RtpAuthKey = new byte[20],
            RtcpKey = key,
            RtcpSalt = salt,
            RtcpAuthKey = new byte[20],
        });

        // Zeros, of source 0 and index 0, come out as the keystream itself.
        var packet = new byte[12 + 48 + 10];
        packet[0] = 0x80;
        cipher.ProtectRtp(packet, 12, 60, 0);

        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(packet.AsSpan(12, 48)));
    }

    /// <summary>The packet of libsrtp's own test, which all implementations agree on.</summary>
    [Fact]
    public void Protects_a_packet_as_other_implementations_do()
    {
        var keys = SrtpSessionKeys.Derive(
            SrtpProfile.AesCm128HmacSha1Tag80, Hex.Bytes("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex.Bytes("0EC675AD498AFEEBB6960B3AABE6"));
        var packet = new byte[38];
        Hex.Bytes("800F1234DECAFBADCAFEBABE ABABABABABABABABABABABABABABABAB").CopyTo(packet, 0);

        using var sender = new SrtpSender(keys);

        Assert.Equal(38, sender.ProtectRtp(packet, 28));
        Assert.Equal("800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB", Convert.ToHexString(packet));
    }

    [Fact]
    public void Protects_the_RTP_packet_of_RFC_7714_section_16()
    {
        var plain = Hex.Bytes("8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e697320646976697361 20696e207061727465732074726573");
        var packet = new byte[plain.Length + 16];
        plain.CopyTo(packet, 0);
        using var cipher = SrtpCipher.Create(GcmKeys());

        cipher.ProtectRtp(packet, 12, plain.Length, 0xF17B);

        const string Expected = """
            8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1
            6a9152cf 765ee439 0cce
            """;
        Assert.Equal(Convert.ToHexString(Hex.Bytes(Expected)), Convert.ToHexString(packet));
        Assert.True(cipher.UnprotectRtp(packet, 12, 0xF17B));
        Assert.Equal(plain, packet[..plain.Length]);
    }

    [Fact]
    public void Protects_the_RTCP_packet_of_RFC_7714_section_17()
    {
        var plain = Hex.Bytes("""
            81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef
            """);
        var packet = new byte[plain.Length + 20];
        plain.CopyTo(packet, 0);
        using var cipher = SrtpCipher.Create(GcmKeys());

        cipher.ProtectRtcp(packet, plain.Length, 0x5D4);

        const string Expected = """
            81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458
            96cf4d2f c5abf872 45d9eade 800005d4
            """;
        Assert.Equal(Convert.ToHexString(Hex.Bytes(Expected)), Convert.ToHexString(packet));
        Assert.True(cipher.TryReadRtcpIndex(packet, out var index));
        Assert.Equal(0x5D4u, index);
        Assert.True(cipher.UnprotectRtcp(packet, index));
        Assert.Equal(plain, packet[..plain.Length]);
    }

    private static SrtpSessionKeys GcmKeys()
    {
        var key = Hex.Bytes("000102030405060708090a0b0c0d0e0f");
        var salt = Hex.Bytes("517569642070726f2071756f");
        return new SrtpSessionKeys { Profile = SrtpProfile.AeadAes128Gcm, RtpKey = key, RtpSalt = salt, RtcpKey = key, RtcpSalt = salt };
    }
}
