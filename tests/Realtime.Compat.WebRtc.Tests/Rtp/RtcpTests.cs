using Realtime.Compat.Testing;
using Realtime.Compat.WebRtc.Rtp;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Rtp;

public class RtcpTests
{
    private static readonly SenderInfo Sender = new(0x11223344, new NtpTime(0x0123456789ABCDEF), 0xAABBCCDD, 7, 900);
    private static readonly ReportBlock Block = new(0x55667788, 64, -3, 70_000, 12, 0x456789AB, 65_536);

    [Fact]
    public void A_compound_is_read_as_it_was_written()
    {
        var reader = new RtcpReader(Compound());
        Assert.True(reader.Read());
        Assert.Equal((RtcpType.SenderReport, 1), (reader.Type, reader.Count));
        Assert.True(reader.TryReadSenderInfo(out var sender));
        Assert.Equal(Sender, sender);
        Assert.True(reader.TryReadReportBlock(0, out var block));
        Assert.Equal(Block, block);
        Assert.False(reader.TryReadReportBlock(1, out _));

        Assert.True(reader.Read());
        Assert.True(reader.TryReadCanonicalName(out var ssrc, out var name));
        Assert.Equal(Sender.Ssrc, ssrc);
        Assert.Equal("rtc_1"u8.ToArray(), name.ToArray());

        Assert.True(reader.Read());
        Assert.Equal(RtcpType.ReceiverReport, reader.Type);
        Assert.True(reader.TryReadReportBlock(0, out block));
        Assert.Equal(Block, block);

        Assert.True(reader.Read());
        Assert.True(reader.TryReadByeSource(0, out ssrc));
        Assert.Equal(Sender.Ssrc, ssrc);
        Assert.False(reader.Read());
    }

    [Fact]
    public void The_bytes_of_a_receiver_report_are_those_of_the_RFC()
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        writer.WriteReceiverReport(0x01020304, Block);
        Assert.Equal("81C90007" + "01020304" + "55667788" + "40FFFFFD" + "00011170" + "0000000C" + "456789AB" + "00010000", Convert.ToHexString(buffer.AsSpan(0, writer.Length)));
    }

    [Fact]
    public void Hostile_compounds_end_the_reading()
    {
        Mutations.Try([Compound()], input =>
        {
            var reader = new RtcpReader(input);
            for (var packets = 0; reader.Read(); packets++)
            {
                Assert.InRange(packets, 0, input.Length / 4);
                reader.TryReadSenderInfo(out _);
                reader.TryReadCanonicalName(out _, out _);
                for (var i = -1; i <= 32; i++)
                {
                    reader.TryReadReportBlock(i, out _);
                    reader.TryReadByeSource(i, out _);
                }
            }
        });
    }

    [Fact]
    public void Wall_clock_time_has_its_NTP_form()
    {
        Assert.Equal(0x83AA7E80_80000000, NtpTime.From(DateTimeOffset.UnixEpoch.AddMilliseconds(500)).Value);
        Assert.Equal(0x7E808000u, NtpTime.From(DateTimeOffset.UnixEpoch.AddMilliseconds(500)).Middle);
        Assert.Equal(98_304u, NtpTime.ToMiddle(TimeSpan.FromSeconds(1.5)));
        Assert.Equal(0u, NtpTime.ToMiddle(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Reports_tell_loss_since_the_last_one_and_the_time_since_the_sender_report()
    {
        var clock = new FakeTimeProvider();
        var statistics = new ReceptionStatistics(48_000, clock);
        Assert.False(statistics.TryReport(out _));
        foreach (var sequence in new[] { 65_533, 65_534, 0, 1, 4 }) // 65,535, 2 and 3 are missing
        {
            Add(statistics, (ushort)sequence);
            clock.AdvanceMs(20);
        }

        statistics.Add(Sender with { Ssrc = 9 });
        clock.AdvanceMs(500);
        Assert.True(statistics.TryReport(out var report));
        Assert.Equal(new ReportBlock(9, 3 * 256 / 8, 3, 65_536 + 4, report.Jitter, 0x456789AB, 32_768), report);

        Add(statistics, 5);
        Add(statistics, 2); // late, not lost
        Assert.True(statistics.TryReport(out report));
        Assert.Equal((0, 2), (report.FractionLost, report.CumulativeLost));
        Assert.Equal((7, 2), (statistics.Received, statistics.Lost));
    }

    [Fact]
    public void A_round_trip_is_told_by_the_report_on_a_sender_report()
    {
        var sent = NtpTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var arrival = NtpTime.From(new DateTimeOffset(2026, 1, 1, 0, 0, 3, TimeSpan.Zero));
        var block = Block with { LastSenderReport = sent.Middle, DelaySinceLastSenderReport = NtpTime.ToMiddle(TimeSpan.FromSeconds(2.75)) };
        Assert.Equal(0.25, block.RoundTrip(arrival)!.Value.TotalSeconds, 3);
        Assert.Null((block with { LastSenderReport = 0 }).RoundTrip(arrival));
    }

    [Fact]
    public void Sent_packets_are_stamped_without_gaps_until_there_is_a_pause()
    {
        var clock = new FakeTimeProvider();
        var sender = new RtpSender(111, 48_000, clock);
        var packet = new byte[12];
        var stamps = new List<(uint Stamp, bool Marker)>();
        foreach (var wait in new[] { 0, 23, 17, 25, 400, 20 }) // a timer's unrest, then a pause
        {
            clock.AdvanceMs(wait);
            sender.WriteHeader(packet, 80, durationTicks: 960);
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            stamps.Add((parsed.Timestamp, parsed.Marker));
        }

        var first = stamps[0].Stamp;
        Assert.Equal([(0u, true), (960u, false), (1920u, false), (2880u, false), (22_320u, true), (23_280u, false)], stamps.Select(stamp => (stamp.Stamp - first, stamp.Marker)));
        Assert.Equal((6u, 480u), (sender.Report().PacketCount, sender.Report().OctetCount));
    }

    private static byte[] Compound()
    {
        var buffer = new byte[300];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(Sender, Block);
        writer.WriteCanonicalName(Sender.Ssrc, "rtc_1"u8);
        writer.WriteReceiverReport(Sender.Ssrc, Block);
        writer.WriteBye(Sender.Ssrc);
        return buffer[..writer.Length];
    }

    private static void Add(ReceptionStatistics statistics, ushort sequence)
    {
        var packet = new byte[13];
        RtpPacket.WriteHeader(packet, 111, marker: false, sequence, (uint)sequence * 960, 9);
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        statistics.Add(parsed);
    }
}
