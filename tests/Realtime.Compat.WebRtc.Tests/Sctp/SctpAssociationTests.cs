using Realtime.Compat.WebRtc.Sctp;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

public class SctpAssociationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_handshake_takes_two_round_trips_and_tells_both_ends_once()
    {
        var path = new LossyPath(1);
        var (client, server) = SctpEnd.Pair(path);
        Assert.Equal(TimeSpan.FromMilliseconds(80), path.Now);
        Assert.Equal(4, path.Packets);
        Assert.Equal((1, 1), (client.Establishments, server.Establishments));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    public void Inits_that_cross_make_one_association(int jitterMs)
    {
        var path = new LossyPath(2) { Jitter = TimeSpan.FromMilliseconds(jitterMs) };
        var (a, b) = SctpEnd.Pair(path, connect: false);
        a.Association.Connect();
        b.Association.Connect();
        Assert.True(path.Run(Long, () => a.Association.IsEstablished && b.Association.IsEstablished));
        a.Association.Send(1, 51, "from a"u8);
        b.Association.Send(1, 51, "from b"u8);
        Assert.True(path.Run(Long, () => a.Messages.Count == 1 && b.Messages.Count == 1));
        path.Run(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 1), (a.Establishments, b.Establishments));
        Assert.Null(a.End);
        Assert.Null(b.End);
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 0, 200, 2)]
    [InlineData(5, 5, 50, 3)]
    [InlineData(10, 10, 200, 4)]
    [InlineData(20, 20, 200, 5)]
    [InlineData(20, 0, 0, 6)]
    public void Every_message_arrives_whole_and_in_the_order_of_its_stream(int lossPercent, int duplicationPercent, int jitterMs, int seed)
    {
        var path = new LossyPath(seed) { Loss = lossPercent / 100.0, Duplication = duplicationPercent / 100.0, Jitter = TimeSpan.FromMilliseconds(jitterMs) };
        var (client, server) = SctpEnd.Pair(path);
        var random = new Random(seed);
        var toServer = Enqueue(client, random, messages: 200);
        var toClient = Enqueue(server, random, messages: 200);

        Assert.True(path.Run(Long, () => server.Messages.Count == 200 && client.Messages.Count == 200), $"{server.Messages.Count} and {client.Messages.Count} of 200 messages came.");
        path.Run(TimeSpan.FromSeconds(30));
        AssertSame(toServer, server.Messages);
        AssertSame(toClient, client.Messages);
        Assert.Equal((0, 0), (client.Association.BufferedBytes, server.Association.BufferedBytes));
    }

    [Fact]
    public void Unordered_messages_do_not_wait_for_those_that_are_lost()
    {
        var path = new LossyPath(7);
        var (client, server) = SctpEnd.Pair(path);
        var drop = true;
        path.Filter = _ =>
        {
            var passes = !drop;
            drop = false;
            return passes;
        };
        client.Association.Send(1, 51, "first"u8);
        client.Association.Send(1, 51, "second"u8, unordered: true);
        client.Association.Send(1, 51, "third"u8);
        path.Run(TimeSpan.FromMilliseconds(25));
        Assert.Equal(["second"], Texts(server));
        path.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(["second", "first", "third"], Texts(server));
    }

    [Fact]
    public void A_lost_packet_is_sent_again_within_about_a_round_trip_when_others_follow()
    {
        var path = new LossyPath(8);
        var (client, server) = SctpEnd.Pair(path);
        for (var i = 0; i < 20; i++)
        {
            client.Association.Send(1, 51, new byte[500]); // opens the congestion window and measures the path
            path.Run(TimeSpan.FromMilliseconds(60));
        }

        var dropped = 0;
        path.Filter = packet => packet[12] != 0 || dropped++ > 0;
        for (var i = 0; i < 6; i++)
        {
            client.Association.Send(1, 51, new byte[500]);
            path.Run(TimeSpan.FromMilliseconds(1));
        }

        path.Run(TimeSpan.FromMilliseconds(80));
        Assert.Equal(26, server.Messages.Count);
        Assert.Equal(1, client.Association.Retransmissions);
    }

    [Fact]
    public void A_message_beyond_its_retransmissions_is_given_up_and_the_stream_goes_on()
    {
        var path = new LossyPath(9);
        var (client, server) = SctpEnd.Pair(path);
        path.Filter = packet => packet.AsSpan().IndexOf("never arrives"u8) < 0;
        client.Association.Send(1, 51, "never arrives"u8, reliability: new PartialReliability(MaxRetransmits: 1));
        client.Association.Send(1, 51, "arrives"u8);
        client.Association.Send(2, 51, "never arrives either"u8, reliability: new PartialReliability(MaxLifetime: TimeSpan.FromMilliseconds(300)));
        client.Association.Send(2, 51, "arrives too"u8);
        Assert.True(path.Run(TimeSpan.FromSeconds(20), () => server.Messages.Count == 2 && client.Association.BufferedBytes == 0));
        Assert.Equal(["arrives", "arrives too"], Texts(server).Order());
        client.Association.Send(1, 51, "and on"u8);
        Assert.True(path.Run(Long, () => server.Messages.Count == 3));
    }

    [Fact]
    public void Partly_reliable_messages_under_loss_never_stall_the_reliable_ones()
    {
        var path = new LossyPath(10) { Loss = 0.2, Duplication = 0.1, Jitter = TimeSpan.FromMilliseconds(100) };
        var (client, server) = SctpEnd.Pair(path);
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            client.Association.Send(1, (uint)i, RandomMessage(random, 4000), reliability: i % 3 == 0 ? default : new PartialReliability(MaxRetransmits: i % 2), unordered: i % 7 == 1);
            path.Run(TimeSpan.FromMilliseconds(15));
        }

        Assert.True(path.Run(Long, () => client.Association.BufferedBytes == 0));
        path.Run(TimeSpan.FromSeconds(5));
        var reliable = server.Messages.Select(message => (int)message.Protocol).Where(number => number % 3 == 0 && number % 7 != 1);
        Assert.Equal(Enumerable.Range(0, 300).Where(number => number % 3 == 0 && number % 7 != 1), reliable);
        Assert.Equal(server.Messages.Count, server.Messages.Select(message => message.Protocol).Distinct().Count());
    }

    [Fact]
    public void A_stream_that_is_reset_begins_anew_after_all_that_was_sent_in_it()
    {
        var path = new LossyPath(11) { Loss = 0.15, Jitter = TimeSpan.FromMilliseconds(100) };
        var (client, server) = SctpEnd.Pair(path);
        for (var i = 0; i < 50; i++) client.Association.Send(4, (uint)i, new byte[900]);
        client.Association.ResetStream(4);
        Assert.Equal(SctpSendResult.InvalidStream, client.Association.Send(4, 51, [1]));
        Assert.True(path.Run(Long, () => client.Reset.Count > 0));
        Assert.Equal([4], client.Reset);
        Assert.Equal([4], server.ResetByPeer);
        Assert.Equal(50, server.Messages.Count);

        client.Association.Send(4, 99, "anew"u8);
        Assert.True(path.Run(Long, () => server.Messages.Count == 51));
    }

    [Fact]
    public void A_shutdown_delivers_what_was_queued_and_ends_both_sides()
    {
        var path = new LossyPath(12) { Loss = 0.15, Jitter = TimeSpan.FromMilliseconds(100) };
        var (client, server) = SctpEnd.Pair(path);
        for (var i = 0; i < 40; i++) client.Association.Send(1, 51, new byte[2000]);
        client.Association.Shutdown();
        Assert.Equal(SctpSendResult.NotEstablished, client.Association.Send(1, 51, [1]));
        Assert.True(path.Run(Long, () => client.End is not null && server.End is not null));
        Assert.Equal(SctpCloseReason.Shutdown, client.End!.Value.Reason);
        Assert.Equal(40, server.Messages.Count);
    }

    [Fact]
    public void An_abort_ends_the_other_side_at_once()
    {
        var path = new LossyPath(13);
        var (client, server) = SctpEnd.Pair(path);
        client.Association.Abort("Enough.");
        path.Run(TimeSpan.FromMilliseconds(30));
        Assert.Equal(SctpCloseReason.Aborted, client.End!.Value.Reason);
        Assert.Equal(SctpCloseReason.AbortedByPeer, server.End!.Value.Reason);
        Assert.Null(server.Association.NextTick);
    }

    [Fact]
    public void A_peer_that_falls_silent_is_given_up()
    {
        var path = new LossyPath(14);
        var (client, server) = SctpEnd.Pair(path);
        path.Loss = 1;
        client.Association.Send(1, 51, "anyone?"u8);
        Assert.True(path.Run(TimeSpan.FromMinutes(5), () => client.End is not null));
        Assert.Equal(SctpCloseReason.Unreachable, client.End!.Value.Reason);
        Assert.True(path.Run(TimeSpan.FromMinutes(30), () => server.End is not null), "Probes tell the idle side too.");
        Assert.Equal(SctpCloseReason.Unreachable, server.End!.Value.Reason);
    }

    [Fact]
    public void A_message_longer_than_allowed_ends_the_association_with_a_reason()
    {
        var path = new LossyPath(15);
        var (client, server) = SctpEnd.Pair(path, options: new SctpOptions { MaxReceivedMessageBytes = 10_000 });
        client.Association.Send(1, 53, new byte[10_000]);
        Assert.True(path.Run(Long, () => server.Messages.Count == 1));
        client.Association.Send(1, 53, new byte[10_001]);
        Assert.True(path.Run(Long, () => server.End is not null));
        Assert.Equal((SctpCloseReason.ProtocolViolation, "A message is longer than 10000 bytes."), server.End!.Value);
    }

    [Fact]
    public void A_full_buffer_refuses_messages_until_some_arrived()
    {
        var path = new LossyPath(16);
        var (client, server) = SctpEnd.Pair(path, options: new SctpOptions { SendBufferBytes = 100_000 });
        var taken = 0;
        while (client.Association.Send(1, 53, new byte[10_000]) == SctpSendResult.Queued) taken++;
        Assert.Equal(10, taken);
        Assert.True(path.Run(Long, () => server.Messages.Count == 10));
        path.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(SctpSendResult.Queued, client.Association.Send(1, 53, new byte[10_000]));
    }

    [Fact]
    public void Messages_that_wait_for_a_lost_one_stay_within_the_window()
    {
        var path = new LossyPath(17);
        var options = new SctpOptions { ReceiveBufferBytes = 50_000, MaxReceivedMessageBytes = 50_000 };
        var (client, server) = SctpEnd.Pair(path, options: options);
        var blocked = true;
        path.Filter = packet => !blocked || packet.AsSpan().IndexOf("late"u8) < 0;
        client.Association.Send(1, 51, "late"u8);
        for (var i = 0; i < 300; i++) client.Association.Send(1, 51, new byte[1000]);
        path.Run(TimeSpan.FromSeconds(3));
        blocked = false;
        Assert.True(path.Run(Long, () => server.Messages.Count == 301));
        Assert.Null(server.End);
    }

    [Fact]
    public void A_steady_stream_of_messages_allocates_nothing()
    {
        var clock = new Realtime.Compat.Testing.FakeTimeProvider();
        var (client, server) = Direct.Pair(clock);
        var message = new byte[3000];
        Allocations.AssertNone(() =>
        {
            client.Association.Send(1, 53, message);
            server.Association.Send(1, 51, message.AsSpan(0, 200));
            for (var i = 0; i < 4; i++)
            {
                Direct.Exchange(client, server);
                clock.AdvanceMs(50);
                client.Association.Tick();
                server.Association.Tick();
            }
        });
        Assert.True(server.Count >= 200);
    }

    private static List<string> Texts(SctpEnd end) => end.Messages.Select(message => System.Text.Encoding.UTF8.GetString(message.Payload)).ToList();

    private static byte[] RandomMessage(Random random, int maxLength)
    {
        var message = new byte[random.Next(1, maxLength)];
        random.NextBytes(message);
        return message;
    }

    private static List<(ushort Stream, uint Protocol, byte[] Payload)> Enqueue(SctpEnd end, Random random, int messages)
    {
        var sent = new List<(ushort, uint, byte[])>();
        for (var i = 0; i < messages; i++)
        {
            var message = ((ushort)random.Next(5), (uint)i, RandomMessage(random, i % 10 == 0 ? 40_000 : 1500));
            Assert.Equal(SctpSendResult.Queued, end.Association.Send(message.Item1, message.Item2, message.Item3));
            sent.Add(message);
        }

        return sent;
    }

    private static void AssertSame(List<(ushort Stream, uint Protocol, byte[] Payload)> sent, List<(ushort Stream, uint Protocol, byte[] Payload)> came)
    {
        Assert.Equal(sent.Count, came.Count);
        foreach (var stream in sent.GroupBy(message => message.Stream))
        {
            var ofStream = came.Where(message => message.Stream == stream.Key).ToList();
            Assert.Equal(stream.Select(message => message.Protocol), ofStream.Select(message => message.Protocol));
            foreach (var (a, b) in stream.Zip(ofStream)) Assert.True(a.Payload.AsSpan().SequenceEqual(b.Payload));
        }
    }
}
