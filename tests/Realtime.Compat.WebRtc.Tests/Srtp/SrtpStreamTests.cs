using System.Buffers.Binary;
using Realtime.Compat.WebRtc.Srtp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Srtp;

public class SrtpStreamTests
{
    public static TheoryData<int> Profiles => [(int)SrtpProfile.AesCm128HmacSha1Tag80, (int)SrtpProfile.AeadAes128Gcm];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_survive_the_roll_over_of_their_numbers_in_any_near_order(int profile)
    {
        var (sender, receiver) = Pair(profile);
        using (sender)
        using (receiver)
        {
            var packets = Enumerable.Range(65_500, 200).Select(number => Protect(sender, (ushort)number, 7)).ToList();

            // Neighbours swapped throughout.
            for (var i = 0; i + 1 < packets.Count; i += 2)
                (packets[i], packets[i + 1]) = (packets[i + 1], packets[i]);

            Assert.All(packets, packet => Assert.Equal(32, receiver.UnprotectRtp(packet)));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_repeated_packet_is_refused(int profile)
    {
        var (sender, receiver) = Pair(profile);
        using (sender)
        using (receiver)
        {
            var first = Protect(sender, 100, 7);
            var copy = (byte[])first.Clone();
            var later = Protect(sender, 101, 7);

            Assert.Equal(32, receiver.UnprotectRtp(first));
            Assert.Equal(32, receiver.UnprotectRtp(later));
            Assert.Equal(-1, receiver.UnprotectRtp(copy));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_changed_packet_is_refused_and_leaves_no_trace(int profile)
    {
        var (sender, receiver) = Pair(profile);
        using (sender)
        using (receiver)
        {
            var right = Protect(sender, 100, 7);
            var wrong = (byte[])right.Clone();
            // A number far ahead: if it were believed, the right one would be a roll-over behind.
            BinaryPrimitives.WriteUInt16BigEndian(wrong.AsSpan(2), 40_000);

            Assert.Equal(-1, receiver.UnprotectRtp(wrong));
            Assert.Equal(32, receiver.UnprotectRtp(right));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Sources_have_numbers_of_their_own(int profile)
    {
        var (sender, receiver) = Pair(profile);
        var (other, _) = Pair(profile);
        using (sender)
        using (other)
        using (receiver)
        {
            Assert.Equal(32, receiver.UnprotectRtp(Protect(sender, 60_000, 7)));
            Assert.Equal(32, receiver.UnprotectRtp(Protect(other, 5, 8)));
            Assert.Equal(32, receiver.UnprotectRtp(Protect(sender, 60_001, 7)));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Reports_are_protected_and_taken_once(int profile)
    {
        var (sender, receiver) = Pair(profile);
        using (sender)
        using (receiver)
        {
            var packet = new byte[28 + SrtpCipher.LargestOverhead];
            packet[0] = 0x80;
            packet[1] = 200;
            packet[3] = 6;
            packet[27] = 42;
            var length = sender.ProtectRtcp(packet, 28);
            var copy = packet[..length];

            Assert.Equal(28, receiver.UnprotectRtcp(packet.AsSpan(0, length)));
            Assert.Equal(42, packet[27]);
            Assert.Equal(-1, receiver.UnprotectRtcp(copy));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Hostile_packets_are_refused(int profile)
    {
        var (sender, receiver) = Pair(profile);
        using (sender)
        using (receiver)
        {
            var rtp = Protect(sender, 1, 7);
            var rtcp = new byte[100];
            rtcp[0] = 0x80;
            rtcp[1] = 201;
            var sample = rtcp[..sender.ProtectRtcp(rtcp, 32)];
            Mutations.Try([rtp, sample], input =>
            {
                var copy = (byte[])input.Clone();
                Assert.InRange(receiver.UnprotectRtp(input), -1, 2048);
                Assert.InRange(receiver.UnprotectRtcp(copy), -1, 2048);
            });
        }
    }

    private static (SrtpSender Sender, SrtpReceiver Receiver) Pair(int profile)
    {
        var srtp = (SrtpProfile)profile;
        var material = new byte[2 * (srtp.KeyLength() + srtp.SaltLength())];
        for (var i = 0; i < material.Length; i++)
            material[i] = (byte)(i * 7);
        var keys = new SrtpKeyMaterial(srtp, material);
        return (new SrtpSender(keys.Derive(client: true)), new SrtpReceiver(keys.Derive(client: true)));
    }

    private static byte[] Protect(SrtpSender sender, ushort number, uint source)
    {
        var packet = new byte[32 + SrtpCipher.LargestOverhead];
        packet[0] = 0x80;
        packet[1] = 111;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), number);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), source);
        return packet[..sender.ProtectRtp(packet, 32)];
    }
}
