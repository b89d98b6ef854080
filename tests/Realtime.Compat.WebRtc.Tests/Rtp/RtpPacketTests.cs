using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Rtp;

public class RtpPacketTests
{
    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        var packet = new byte[20];
        RtpPacket.WriteHeader(packet, 111, marker: true, 65_535, 0xFEDCBA98, 0x12345678);
        Assert.Equal("80EFFFFFFEDCBA9812345678", Convert.ToHexString(packet.AsSpan(0, 12)));
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        Assert.True(parsed.Marker);
        Assert.Equal((111, 65_535), (parsed.PayloadType, parsed.SequenceNumber));
        Assert.Equal((0xFEDCBA98, 0x12345678u), (parsed.Timestamp, parsed.Ssrc));
        Assert.Equal(8, parsed.Payload.Length);
    }

    [Fact]
    public void Sources_extension_and_padding_are_taken_off_the_payload()
    {
        // Two contributing sources; one-byte extensions 1 (one byte, 0x8A) and 3 (three bytes), padded; four bytes of padding.
        var packet = Convert.FromHexString("B26F000100000002000000031111111122222222BEDE0002108A32AABBCC0000" + "0102030405" + "00000004");
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        Assert.Equal([1, 2, 3, 4, 5], parsed.Payload.ToArray());
        Assert.Equal(2, parsed.ContributingSourceCount);
        Assert.Equal(0xBEDE, parsed.ExtensionProfile);
        Assert.True(parsed.TryFindExtension(1, out var level));
        Assert.Equal([0x8A], level.ToArray());
        Assert.True(parsed.TryFindExtension(3, out var value));
        Assert.Equal([0xAA, 0xBB, 0xCC], value.ToArray());
        Assert.False(parsed.TryFindExtension(2, out _));
    }

    [Fact]
    public void Two_byte_extensions_are_found()
    {
        var packet = Convert.FromHexString("906F00010000000200000003" + "10000002" + "0501EE07" + "02ABCD00" + "FF");
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        Assert.True(parsed.TryFindExtension(7, out var value));
        Assert.Equal([0xAB, 0xCD], value.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("806F000100000002000003")]           // shorter than a header
    [InlineData("406F00010000000200000003")]         // version 1
    [InlineData("816F00010000000200000003")]         // a source that is not there
    [InlineData("906F00010000000200000003BEDE0001")] // an extension that is not there
    [InlineData("A06F0001000000020000000300")]       // padding of no bytes
    [InlineData("A06F0001000000020000000309")]       // more padding than payload
    public void What_is_no_packet_is_refused(string hex) => Assert.False(RtpPacket.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void Hostile_packets_are_read_within_their_bounds()
    {
        byte[][] samples =
        [
            Convert.FromHexString("B26F000100000002000000031111111122222222BEDE0002108A32AABBCC0000010203040500000004"),
            Convert.FromHexString("906F0001000000020000000310000002" + "0501EE0702ABCD00FF"),
        ];
        Mutations.Try(samples, input =>
        {
            if (!RtpPacket.TryParse(input, out var packet)) return;
            Assert.InRange(packet.Payload.Length + packet.Extension.Length + 4 * packet.ContributingSourceCount, 0, input.Length - 12);
            for (var id = 1; id < 16; id++) packet.TryFindExtension((byte)id, out _);
        });
    }

    [Fact]
    public void Sequence_numbers_and_timestamps_count_on_past_their_wrap_in_both_directions()
    {
        var sequence = new SerialUnwrapper(16);
        Assert.Equal([65_534, 65_536, 65_535, 65_540, 65_530], new uint[] { 65_534, 0, 65_535, 4, 65_530 }.Select(value => sequence.Unwrap(value)));
        var timestamp = new SerialUnwrapper(32);
        Assert.Equal([10, -86, 4_294_967_306 - 4_294_967_296 + 40], new uint[] { 10, uint.MaxValue - 85, 50 }.Select(value => timestamp.Unwrap(value)));
    }
}
