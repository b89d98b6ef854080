using System.Net;
using System.Net.Sockets;
using Realtime.Compat.WebRtc.Network;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Network;

/// <summary>The ways of datagrams: UDP and TCP, IPv4 and IPv6, strangers among them.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [OpenSslFact]
    public async Task A_call_over_TCP_carries_audio_and_large_events_and_ends_with_its_connection()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback] });
        var handler = new RecordingHandler();
        await using (var link = new TcpLink())
        {
            var call = link.Call(endpoint, handler);
            await handler.Opening.WaitAsync(Patience);
            call.Play(Tones.Sine(440, 4_800));
            link.With(peer => peer.Send(new string('x', 200_000)));

            Assert.Equal(200_000, (await handler.NextEventAsync(Patience)).Length);
            await link.UntilAsync(peer => peer.Audio.Count >= 4_800, Patience);
            call.HangUp();
            Assert.Equal(RtcCloseReason.HungUp, await handler.Closing.WaitAsync(Patience));
            await link.UntilAsync(peer => !peer.IsOpen, Patience);
        }
        Assert.Equal(0, endpoint.CallCount);
    }

    [OpenSslFact]
    public async Task A_TCP_connection_that_does_not_begin_with_a_check_is_closed()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback] });
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPAddress.Loopback, endpoint.Port, Patience);

        await stranger.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Patience);

        Assert.Equal(0, await ReadAsync(stranger));
    }

    [OpenSslFact]
    public async Task A_TCP_connection_that_says_nothing_is_closed_in_time()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback], ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPAddress.Loopback, endpoint.Port, Patience);

        Assert.Equal(0, await ReadAsync(stranger));
    }

    [OpenSslFact]
    public async Task Without_TCP_nothing_of_it_is_offered()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback], Tcp = false });
        using var peer = new RtcPeer(_ => { }, TimeProvider.System);

        var candidates = peer.Take(endpoint.Accept(peer.Offer(), new RecordingHandler()).Sdp);

        Assert.Equal(["udp"], candidates.Select(candidate => candidate.Protocol));
        using var stranger = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await stranger.ConnectAsync(IPAddress.Loopback, endpoint.Port, Patience));
    }

    [IPv6Fact]
    public async Task A_call_over_IPv6_beside_one_over_IPv4_shares_the_port()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback, IPAddress.IPv6Loopback] });
        var (four, six) = (new RecordingHandler(), new RecordingHandler());
        await using var link4 = new UdpLink(IPAddress.Loopback);
        await using var link6 = new UdpLink(IPAddress.IPv6Loopback);
        link4.Call(endpoint, four);
        link6.Call(endpoint, six);

        await Task.WhenAll(four.Opening, six.Opening).WaitAsync(Patience);

        Assert.Equal(2, endpoint.CallCount);
    }

    [OpenSslFact]
    public async Task Datagrams_of_strangers_are_counted_and_not_answered()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback] });
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var server = new IPEndPoint(IPAddress.Loopback, endpoint.Port);

        // A handshake, audio, a check: nothing is listened to before an address has passed a check.
        foreach (var first in new byte[] { 22, 128, 0 })
            await stranger.SendAsync(Enumerable.Repeat(first, 100).ToArray(), server, Patience);
        while (endpoint.Statistics.StrayDatagrams + endpoint.Statistics.ForeignChecks < 3)
            await Task.Yield();

        Assert.Equal((2, 1), (endpoint.Statistics.StrayDatagrams, endpoint.Statistics.ForeignChecks));
        Assert.Equal(0, stranger.Available);
    }

    [Fact]
    public void A_wildcard_stands_for_the_real_addresses_loopback_last()
    {
        var addresses = LocalAddresses.Resolve([]);

        Assert.Contains(IPAddress.Loopback, addresses);
        Assert.DoesNotContain(IPAddress.Any, addresses);
        Assert.Equal(addresses.OrderBy(IPAddress.IsLoopback), addresses);
        Assert.All(LocalAddresses.Resolve([IPAddress.Any]), address => Assert.Equal(AddressFamily.InterNetwork, address.AddressFamily));
    }

    private async Task<int> ReadAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[16], Patience);
        }
        catch (IOException)
        {
            return 0; // reset, since what it had sent was not read
        }
    }
}
