using System.Text;
using Realtime.Compat.WebRtc.Sctp;

namespace Realtime.Compat.WebRtc.Tests.Sctp;

public class DataChannelTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_channel_opened_by_one_side_opens_at_the_other_with_all_it_says()
    {
        var (path, client, server) = Pair();
        var reliability = new PartialReliability(MaxLifetime: TimeSpan.FromMilliseconds(1500));
        var opened = client.Connection.Open("oai-events ü", "json", ordered: false, reliability);
        Assert.Equal(DataChannelState.Connecting, opened.State);
        Assert.True(path.Run(Long, () => client.OpenedChannels.Count == 1));

        var accepted = Assert.Single(server.OpenedChannels);
        Assert.Equal(("oai-events ü", "json", false), (accepted.Label, accepted.Protocol, accepted.IsOrdered));
        Assert.Equal(reliability, accepted.Reliability);
        Assert.Equal(0, accepted.StreamId % 2); // the DTLS client's
        Assert.Equal(DataChannelState.Open, opened.State);
        Assert.Equal(1, server.Connection.Open("mine").StreamId % 2);
    }

    [Fact]
    public void Text_bytes_and_empty_messages_arrive_as_what_they_were()
    {
        var (path, client, server) = Pair();
        var channel = client.Connection.Open("c");
        path.Run(Long, () => client.Connection.IsConnected);
        client.Connection.Send(channel, "té"u8, isText: true); // before the answer: allowed
        client.Connection.Send(channel, [1, 2], isText: false);
        client.Connection.Send(channel, [], isText: true);
        client.Connection.Send(channel, [], isText: false);
        Assert.True(path.Run(Long, () => server.Messages.Count == 4));
        Assert.Equal([("té", true), ("\u0001\u0002", false), ("", true), ("", false)], server.Messages);
    }

    [Fact]
    public void A_message_longer_than_the_peer_takes_is_refused_with_both_figures()
    {
        var (path, client, server) = Pair();
        var channel = client.Connection.Open("c");
        path.Run(Long, () => channel.State == DataChannelState.Open);
        var thrown = Assert.Throws<DataChannelException>(() => client.Connection.Send(channel, new byte[65_537], isText: true));
        Assert.Equal(DataChannelError.MessageTooLong, thrown.Error);
        Assert.Equal("The message has 65537 bytes, and the peer takes 65536 at most (max-message-size of its session description).", thrown.Message);
        client.Connection.Send(channel, new byte[65_536], isText: false);
        Assert.True(path.Run(Long, () => server.Messages.Count == 1));
    }

    [Fact]
    public void A_channel_closed_by_one_side_closes_at_both_and_its_number_is_used_again()
    {
        var (path, client, server) = Pair();
        var channel = client.Connection.Open("c");
        path.Run(Long, () => channel.State == DataChannelState.Open);
        client.Connection.Send(channel, "last"u8, isText: true);
        client.Connection.Close(channel);
        Assert.Equal(DataChannelError.NotOpen, Assert.Throws<DataChannelException>(() => client.Connection.Send(channel, "more"u8, isText: true)).Error);
        Assert.True(path.Run(Long, () => client.ClosedChannels.Count == 1 && server.ClosedChannels.Count == 1));
        Assert.Equal(DataChannelState.Closed, channel.State);
        Assert.Equal([("last", true)], server.Messages);
        path.Run(TimeSpan.FromSeconds(2));

        var again = client.Connection.Open("again");
        Assert.Equal(channel.StreamId, again.StreamId);
        client.Connection.Send(again, "hello"u8, isText: true);
        Assert.True(path.Run(Long, () => server.Messages.Count == 2));
    }

    [Fact]
    public void Channels_beyond_the_limit_are_closed_as_they_are_opened()
    {
        var (path, client, server) = Pair(new DataChannelOptions { MaxChannels = 3 });
        for (var i = 0; i < 3; i++) client.Connection.Open("c");
        path.Run(TimeSpan.FromSeconds(2));
        var extra = client.Connection.Open("one more");
        Assert.True(path.Run(Long, () => extra.State == DataChannelState.Closed));
        Assert.Equal(3, server.OpenedChannels.Count);
        Assert.Null(server.End);
    }

    [Fact]
    public void Hostile_packets_neither_break_the_connection_nor_make_it_grow()
    {
        var seen = new List<byte[]>();
        var (path, client, server) = Pair();
        path.Filter = packet =>
        {
            if (seen.Count < 200) seen.Add(packet);
            return true;
        };
        var channel = client.Connection.Open("c");
        path.Run(Long, () => channel.State == DataChannelState.Open);
        for (var i = 0; i < 20; i++)
        {
            client.Connection.Send(channel, new byte[300 * i], isText: false);
            server.Connection.Send(server.OpenedChannels[0], "back"u8, isText: true);
        }

        client.Connection.Close(channel);
        path.Run(TimeSpan.FromSeconds(5));
        path.Filter = _ => false;
        Support.Mutations.Try(seen, input =>
        {
            if (server.End is not null || client.End is not null) (path, client, server) = Pair();
            path.Filter = _ => false;
            // The checksum would keep nearly all of them out: it is made right, as a hostile peer would.
            if (input.Length >= 16) Crc32c.Seal(input);
            client.Connection.Receive(input);
            server.Connection.Receive(input);
            path.Clock.AdvanceMs(1);
            server.Connection.Tick();
            Assert.True(server.Connection.BufferedBytes < 9 << 20);
        });
    }

    private static (LossyPath Path, ChannelEnd Client, ChannelEnd Server) Pair(DataChannelOptions? options = null)
    {
        var path = new LossyPath(3);
        options ??= new DataChannelOptions();
        var (client, server) = (new ChannelEnd(path, options with { IsDtlsClient = true }), new ChannelEnd(path, options));
        (client.Peer, server.Peer) = (server, client);
        client.Connection.Connect();
        Assert.True(path.Run(Long, () => client.Connection.IsConnected && server.Connection.IsConnected));
        return (path, client, server);
    }

    private sealed class ChannelEnd : IDataChannelHandler
    {
        private readonly LossyPath _path;

        public ChannelEnd(LossyPath path, DataChannelOptions options)
        {
            _path = path;
            Connection = new DataChannelConnection(options, path.Clock, this);
            path.Attach(() => Connection.NextTick, Connection.Tick);
        }

        public DataChannelConnection Connection { get; }

        public ChannelEnd? Peer { get; set; }

        public List<DataChannel> OpenedChannels { get; } = [];

        public List<DataChannel> ClosedChannels { get; } = [];

        public List<(string Text, bool IsText)> Messages { get; } = [];

        public SctpCloseReason? End { get; private set; }

        public void SendPacket(ReadOnlySpan<byte> packet) => _path.Send(packet, bytes => Peer!.Connection.Receive(bytes));

        public void Opened(DataChannel channel) => OpenedChannels.Add(channel);

        public void Received(DataChannel channel, ReadOnlySpan<byte> message, bool isText) => Messages.Add((Encoding.UTF8.GetString(message), isText));

        public void Closed(DataChannel channel) => ClosedChannels.Add(channel);

        public void ConnectionClosed(SctpCloseReason reason, string detail) => End = reason;
    }
}
