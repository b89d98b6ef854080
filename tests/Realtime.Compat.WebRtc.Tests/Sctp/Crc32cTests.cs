using Realtime.Compat.WebRtc.Sctp;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

public class Crc32cTests
{
    [Fact]
    public void The_checksums_are_those_of_the_published_vectors()
    {
        // RFC 3720, B.4, and the check value of the CRC catalogue.
        Assert.Equal(0xE3069283u, Crc32c.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32c.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32c.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32c.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0x113FDB5Cu, Crc32c.Of(Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray()));
        Assert.Equal(0u, Crc32c.Of([]));
    }

    [Fact]
    public void A_sealed_packet_verifies_and_each_flipped_bit_shows()
    {
        var packet = new byte[61];
        new Random(1).NextBytes(packet);
        Crc32c.Seal(packet);
        Assert.True(Crc32c.Verify(packet));
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(Crc32c.Verify(packet));
            packet[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }
}
