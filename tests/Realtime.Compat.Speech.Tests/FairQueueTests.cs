namespace Realtime.Compat.Speech.Tests;

public sealed class FairQueueTests
{
    [Fact]
    public void A_session_with_many_jobs_waits_for_those_with_few()
    {
        var queue = new FairQueue<string>();
        foreach (var job in new[] { "a1", "a2", "a3", "a4" }) queue.Enqueue(new WorkLane("a", false), job);
        queue.Enqueue(new WorkLane("b", false), "b1");
        queue.Enqueue(new WorkLane("c", false), "c1");
        queue.Enqueue(new WorkLane("b", false), "b2");

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], Drain(queue));
    }

    [Fact]
    public void Background_work_waits_until_nobody_else_does()
    {
        var queue = new FairQueue<string>();
        queue.Enqueue(new WorkLane("a", true), "later");
        queue.Enqueue(new WorkLane("b", false), "now");
        queue.Enqueue(new WorkLane("a", false), "now too");

        Assert.Equal(["now", "now too", "later"], Drain(queue));
    }

    [Fact]
    public void Nothing_is_kept_of_sessions_that_are_done()
    {
        var queue = new FairQueue<int>();
        for (var i = 0; i < 3; i++)
        {
            queue.Enqueue(new WorkLane("a", false), i);
            Assert.Equal(1, queue.Count);
            Assert.True(queue.TryDequeue(out var job));
            Assert.Equal(i, job);
        }

        Assert.False(queue.TryDequeue(out _));
        Assert.Equal(0, queue.Count);
    }

    private static List<string> Drain(FairQueue<string> queue)
    {
        var jobs = new List<string>();
        while (queue.TryDequeue(out var job)) jobs.Add(job);
        return jobs;
    }
}
