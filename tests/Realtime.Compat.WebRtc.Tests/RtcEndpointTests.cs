using System.Net;
using System.Text;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests;

/// <summary>Whole calls over sockets on loopback, in real time: nothing is asserted of how long it takes.</summary>
public sealed class RtcEndpointTests : IDisposable
{
    private static readonly RtcEndpointOptions OnLoopback = new() { Listen = [IPAddress.Loopback] };

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [OpenSslFact]
    public async Task A_call_opens_its_channel_and_carries_events_both_ways()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        var call = link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);
        await link.UntilAsync(peer => peer.IsOpen, Patience);

        await call.SendEvent("""{"type":"session.created"}"""u8.ToArray(), Patience);
        link.With(peer => peer.Send("ping"));
        await link.UntilAsync(peer => peer.Events.Count == 1, Patience);

        Assert.Equal("ping", await handler.NextEventAsync(Patience));
        Assert.Equal("""{"type":"session.created"}""", link.Peer.Events[0]);
        Assert.StartsWith("rtc_", call.Id, StringComparison.Ordinal);
        Assert.Equal(262_144, call.MaxEventBytes);
    }

    [OpenSslFact]
    public async Task Audio_goes_both_ways_and_its_end_is_told()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        var call = link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);

        call.Play(Tones.Sine(440, 12_000));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var frame = 0; frame < 50; frame++)
        {
            link.With(peer => peer.Speak(Tones.Sine(1000, 480, 480 * frame)));
            await timer.WaitForNextTickAsync(Patience);
        }
        await handler.NextDrainAsync(Patience);

        Assert.Equal((12_000, 0), (call.PlayedSamples, call.PendingSamples));
        await link.UntilAsync(peer => peer.Audio.Count >= 12_000, Patience);
        // Frame by frame: a busy machine may tear the stream, and what was concealed shifts all that follows.
        Assert.InRange(link.Peer.Audio.Chunk(480).Max(frame => Tones.Amplitude(frame, 440)), 5_000, 11_000);
        Assert.InRange(handler.Audio.Length, 12_000, int.MaxValue);
        Assert.InRange(handler.Audio.Chunk(480).Max(frame => Tones.Amplitude(frame, 1000)), 5_000, 11_000);
        Assert.False(handler.WasMishandled);
    }

    [OpenSslFact]
    public async Task Barge_in_tells_what_was_not_played_and_nothing_more_is()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        var call = link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);
        call.Play(new short[24_000 * 60]);
        await link.UntilAsync(peer => peer.RtpPackets >= 5, Patience);

        var left = call.ClearPlayback();

        Assert.Equal(24_000 * 60, left + call.PlayedSamples);
        Assert.Equal(0, call.PendingSamples);
        Assert.False(handler.NextDrainAsync(CancellationToken.None).IsCompleted);
    }

    [OpenSslFact]
    public async Task A_handler_that_throws_loses_its_call_and_no_other()
    {
        var faults = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        await using var endpoint = RtcEndpoint.Start(OnLoopback with { OnFault = faults.Enqueue });
        var (bad, good) = (new RecordingHandler { OnEvent = _ => throw new InvalidOperationException("broken") }, new RecordingHandler());
        await using var badLink = new UdpLink();
        await using var goodLink = new UdpLink();
        badLink.Call(endpoint, bad);
        goodLink.Call(endpoint, good);
        await Task.WhenAll(bad.Opening, good.Opening).WaitAsync(Patience);
        await badLink.UntilAsync(peer => peer.IsOpen, Patience);
        await goodLink.UntilAsync(peer => peer.IsOpen, Patience);

        badLink.With(peer => peer.Send("one"));

        Assert.Equal(RtcCloseReason.HandlerFailed, await bad.Closing.WaitAsync(Patience));
        Assert.Equal("broken", Assert.Single(faults).Message);
        goodLink.With(peer => peer.Send("two"));
        Assert.Equal("two", await good.NextEventAsync(Patience));
    }

    [OpenSslFact]
    public async Task A_caller_that_leaves_ends_the_call()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);

        link.With(peer => peer.Close());

        Assert.Equal(RtcCloseReason.PeerClosed, await handler.Closing.WaitAsync(Patience));
        Assert.Equal(0, endpoint.CallCount);
    }

    [OpenSslFact]
    public async Task Events_given_before_a_hang_up_still_arrive()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        var call = link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);

        for (var i = 0; i < 50; i++)
            await call.SendEvent(Encoding.UTF8.GetBytes($"{i} {new string('x', 2_000)}"), Patience);
        call.HangUp();

        Assert.Equal(RtcCloseReason.HungUp, await handler.Closing.WaitAsync(Patience));
        Assert.Equal(50, link.Peer.Events.Count);
        await link.UntilAsync(peer => peer.ClosedByServer is true || !peer.IsOpen, Patience);
        await call.SendEvent("too late"u8.ToArray(), Patience);
    }

    [OpenSslFact]
    public async Task A_message_beyond_the_callers_limit_is_refused_and_one_at_it_arrives_whole()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        var call = link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);

        await Assert.ThrowsAsync<ArgumentException>(async () => await call.SendEvent(new byte[call.MaxEventBytes + 1], Patience));
        await call.SendEvent(Encoding.ASCII.GetBytes(new string('y', call.MaxEventBytes)), Patience);

        await link.UntilAsync(peer => peer.Events.Count == 1, Patience);
        Assert.Equal(call.MaxEventBytes, link.Peer.Events[0].Length);
    }

    [OpenSslFact]
    public async Task An_event_before_the_channel_is_open_is_an_error()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var call = endpoint.Accept(Offers.Chromium, new RecordingHandler()).Call;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await call.SendEvent("x"u8.ToArray(), Patience));
    }

    [OpenSslFact]
    public async Task Somebody_elses_certificate_is_refused_and_counted()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink(make: send => new RtcPeer(send, TimeProvider.System) { OtherFingerprint = Offers.Fingerprint });
        link.Call(endpoint, handler);

        Assert.Equal(RtcCloseReason.WrongFingerprint, await handler.Closing.WaitAsync(Patience));
        Assert.False(handler.Opening.IsCompleted);
        Assert.Equal((1, 0), (endpoint.Statistics.WrongFingerprints, endpoint.Statistics.CallsConnected));
    }

    [OpenSslFact]
    public async Task A_check_with_a_wrong_password_is_not_answered_and_counted()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);
        await using var link = new UdpLink();
        var answer = endpoint.Accept(link.Peer.Offer(), new RecordingHandler());
        link.Begin(answer.Sdp);
        await link.UntilAsync(peer => peer.ChecksAnswered > 0, Patience);
        var before = endpoint.Statistics.ForeignChecks;

        link.With(peer => peer.Check("a guess"u8.ToArray()));

        while (endpoint.Statistics.ForeignChecks == before)
            await Task.Yield();
        Assert.Equal(before + 1, endpoint.Statistics.ForeignChecks);
    }

    [OpenSslFact]
    public async Task A_flood_of_half_open_calls_is_bounded_and_passes()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback with { MaxHalfOpenCalls = 10, ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        var handlers = new List<RecordingHandler>();

        for (var i = 0; i < 10; i++)
        {
            handlers.Add(new RecordingHandler());
            endpoint.Accept(Offers.Chromium, handlers[^1]);
        }
        for (var i = 0; i < 100; i++)
            Assert.Equal(RtcOfferError.TooManyCalls, Assert.Throws<RtcOfferException>(() => endpoint.Accept(Offers.Chromium, new RecordingHandler())).Error);
        foreach (var handler in handlers)
            Assert.Equal(RtcCloseReason.NeverConnected, await handler.Closing.WaitAsync(Patience));

        endpoint.Accept(Offers.Chromium, new RecordingHandler());
        Assert.Equal((11, 100, 10), (endpoint.Statistics.CallsAccepted, endpoint.Statistics.OffersOverLimit, endpoint.Statistics.NeverConnected));
        Assert.Equal(1, endpoint.CallCount);
    }

    [OpenSslFact]
    public async Task Closing_the_endpoint_ends_its_calls_and_frees_the_port()
    {
        var endpoint = RtcEndpoint.Start(OnLoopback);
        var handler = new RecordingHandler();
        await using var link = new UdpLink();
        link.Call(endpoint, handler);
        await handler.Opening.WaitAsync(Patience);

        await endpoint.DisposeAsync();

        Assert.Equal(RtcCloseReason.EndpointClosed, await handler.Closing);
        Assert.Throws<ObjectDisposedException>(() => endpoint.Accept(Offers.Chromium, handler));
        await using var next = RtcEndpoint.Start(OnLoopback with { Port = endpoint.Port });
        Assert.Equal(endpoint.Port, next.Port);
    }

    [OpenSslFact]
    public async Task A_port_that_is_taken_is_named_in_one_sentence()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback);

        var refusal = Assert.Throws<RtcUnavailableException>(() => RtcEndpoint.Start(OnLoopback with { Port = endpoint.Port }));

        Assert.Contains($"port {endpoint.Port} of 127.0.0.1", refusal.Message, StringComparison.Ordinal);
    }

    [OpenSslFact]
    public async Task Announced_addresses_and_port_stand_in_the_answer()
    {
        await using var endpoint = RtcEndpoint.Start(OnLoopback with { Announce = [IPAddress.Parse("203.0.113.5")], AnnouncePort = 4_000 });
        using var peer = new RtcPeer(_ => { }, TimeProvider.System);

        var candidates = peer.Take(endpoint.Accept(peer.Offer(), new RecordingHandler()).Sdp);

        Assert.Equal(["udp", "tcp"], candidates.Select(candidate => candidate.Protocol));
        Assert.All(candidates, candidate => Assert.Equal("203.0.113.5:4000", candidate.Address.ToString()));
    }
}
