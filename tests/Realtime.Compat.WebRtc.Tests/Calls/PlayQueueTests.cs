using Realtime.Compat.WebRtc.Calls;

namespace Realtime.Compat.WebRtc.Tests.Calls;

public class PlayQueueTests
{
    [Fact]
    public void Samples_come_out_in_order_whatever_the_pieces()
    {
        var queue = new PlayQueue();
        var random = new Random(1);
        var (written, read) = (0, 0);
        var frame = new short[480];

        while (read < 300_000)
        {
            var piece = Enumerable.Range(written, random.Next(0, 5_000)).Select(i => (short)i).ToArray();
            queue.Add(piece);
            written += piece.Length;
            for (var frames = random.Next(0, 12); frames > 0; frames--)
            {
                var taken = queue.Take(frame, out _);
                for (var i = 0; i < taken; i++)
                    Assert.Equal((short)(read + i), frame[i]);
                read += taken;
            }
            Assert.Equal((written - read, read), (queue.Pending, queue.Played));
        }
    }

    [Fact]
    public void Tells_that_it_ran_empty_only_when_it_does()
    {
        var queue = new PlayQueue();
        var frame = new short[480];
        queue.Add(new short[700]);

        Assert.Equal((480, false), (queue.Take(frame, out var first), first));
        Assert.Equal((220, true), (queue.Take(frame, out var second), second));
        Assert.Equal((0, false), (queue.Take(frame, out var third), third));
    }

    [Fact]
    public void What_is_cleared_is_neither_pending_nor_played()
    {
        var queue = new PlayQueue();
        queue.Add(new short[1000]);
        queue.Take(new short[480], out _);

        Assert.Equal(520, queue.Clear());
        Assert.Equal((0, 480), (queue.Pending, queue.Played));
        Assert.Equal(0, queue.Clear());
    }
}
