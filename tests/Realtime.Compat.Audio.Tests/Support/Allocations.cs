namespace Realtime.Compat.Audio.Tests;

/// <summary>Asserts that a hot path leaves the garbage collector alone.</summary>
internal static class Allocations
{
    public static void AssertNone(Action action)
    {
        for (var i = 0; i < 3; i++) action(); // what is made once, on the first call, is not at stake
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
