using System.Diagnostics;

namespace Realtime.Compat.Engine.Bench;

/// <summary>
/// The front end's time on a machine that other work shares: of a few thousand runs, one every few ms, the fifth percentile is what the work itself takes;
/// the median shows how much the others disturb.
/// </summary>
internal static class LeastTimes
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    public static void Print()
    {
        var front = new FrontEndBenchmarks();
        front.Setup();
        Console.WriteLine("| Sessions whose frames meet | ms, 5th percentile | median |\n|---|---:|---:|");
        foreach (var (sessions, hear) in new (int, Action)[] { (1, front.Alone), (4, front.With_3_others), (8, front.With_7_others), (16, front.With_15_others) })
        {
            Times(hear, WarmUp);
            var times = Times(hear, Measured);
            times.Sort();
            Console.WriteLine($"| {sessions} | {times[times.Count / 20] / sessions:F3} | {times[times.Count / 2] / sessions:F3} |");
        }
    }

    private static List<double> Times(Action action, TimeSpan duration)
    {
        List<double> times = [];
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < duration;)
        {
            var since = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }
}
