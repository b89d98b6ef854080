using Realtime.Compat.WebRtc.Calls;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.WebRtc.Tests.Calls;

public class HandlerQueueTests
{
    [Fact]
    public async Task Everything_is_told_in_order_and_one_at_a_time()
    {
        var handler = new RecordingHandler();
        var queue = new HandlerQueue(handler, 1 << 20, () => true, (_, _) => Assert.Fail("given up"));

        queue.Opened();
        for (short i = 0; i < 500; i++)
        {
            queue.Audio([i]);
            queue.Event("event"u8);
        }
        queue.Drained();
        queue.Closed(RtcCloseReason.PeerClosed);
        await queue.Completion;

        Assert.Equal(RtcCloseReason.PeerClosed, await handler.Closing);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (short)i), handler.Audio);
        Assert.Equal(500, handler.TakeEvents().Length);
        Assert.Equal(0, await handler.NextDrainAsync(CancellationToken.None));
        Assert.False(handler.WasMishandled);
    }

    [Fact]
    public async Task A_queue_that_was_filled_again_did_not_run_empty()
    {
        var handler = new RecordingHandler();
        var queue = new HandlerQueue(handler, 1 << 20, () => false, (_, _) => Assert.Fail("given up"));

        queue.Drained();
        queue.Closed(RtcCloseReason.HungUp);
        await queue.Completion;

        Assert.False(handler.NextDrainAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_handler_that_throws_hears_only_the_end()
    {
        var handler = new RecordingHandler { OnEvent = _ => throw new InvalidOperationException("no") };
        var reasons = new List<(RtcCloseReason, string?)>();
        HandlerQueue? queue = null;
        queue = new HandlerQueue(handler, 1 << 20, () => true, (reason, exception) =>
        {
            reasons.Add((reason, exception?.Message));
            queue!.Closed(reason);
        });

        queue.Event("one"u8);
        queue.Event("two"u8);
        await queue.Completion;

        Assert.Equal([(RtcCloseReason.HandlerFailed, (string?)"no")], reasons);
        Assert.Equal(["one"], handler.TakeEvents());
        Assert.Equal(RtcCloseReason.HandlerFailed, await handler.Closing);
    }

    [Fact]
    public async Task A_handler_that_does_not_keep_up_loses_the_call()
    {
        using var gate = new ManualResetEventSlim();
        var handler = new RecordingHandler { OnEvent = _ => gate.Wait() };
        var reasons = new List<RtcCloseReason>();
        var queue = new HandlerQueue(handler, 10_000, () => true, (reason, _) => reasons.Add(reason));

        for (var i = 0; i < 100 && reasons.Count == 0; i++)
            queue.Event(new byte[1000]);
        queue.Closed(RtcCloseReason.HandlerTooSlow);
        gate.Set();
        await queue.Completion;

        Assert.Equal([RtcCloseReason.HandlerTooSlow], reasons);
        Assert.Equal(10, handler.TakeEvents().Length);
    }
}
