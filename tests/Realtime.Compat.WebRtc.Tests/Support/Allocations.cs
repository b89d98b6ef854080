namespace Realtime.Compat.WebRtc.Tests;

/// <summary>Asserts that a hot path leaves the garbage collector alone.</summary>
internal static class Allocations
{
    /// <summary>
    /// Some of ten rounds must allocate nothing at all: what an action allocates by itself shows in every round, what the
    /// runtime does once for it (statics of a code path, a faster version of a method) in one or two.
    /// </summary>
    public static void AssertNone(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
