namespace Realtime.Compat.Load;

/// <summary>Which numbers of sessions a sweep runs, and when it has seen enough.</summary>
internal static class Sweep
{
    private const double Enough = 0.9;
    private const double TooLateMs = 100;

    /// <summary>1, 4, 16, 64, then steps of half a doubling.</summary>
    public static IEnumerable<int> Counts()
    {
        foreach (var count in (int[])[1, 4, 16, 64])
            yield return count;
        for (var count = 128; ; count *= 2)
        {
            yield return count;
            yield return count * 3 / 2;
        }
    }

    /// <summary>Whether the server needs about all that a generator on the same machine leaves it, or the generator cannot keep up.</summary>
    public static bool IsOver(LoadResult result) => result.Cores > Enough * Environment.ProcessorCount / 2 || result.GeneratorLagP99Ms > TooLateMs || result.Log.Errors > 0;
}
