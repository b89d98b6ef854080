using System.Diagnostics;

namespace Realtime.Compat.Engine.Bench;

/// <summary>
/// The times on a machine that other work shares: of some hundred runs the fifth percentile is what the work itself takes; the median shows how much the
/// others disturb.
/// </summary>
internal static class LeastTimes
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2.5);

    public static void Print()
    {
        var front = new FrontEndBenchmarks();
        front.Setup();
        var echo = new EchoBenchmarks();
        echo.Setup();
        (string Name, int Sessions, Action Run)[] rows =
        [
            ("reference over libsoxr", 1, () => front.Reference_over_libsoxr()),
            ("reference over speexdsp", 1, () => front.Reference_over_speexdsp()),
            ("1 session", 1, front.Alone),
            ("1 session, semantic_vad", 1, front.Alone_with_semantic_vad),
            ("4 at once", 4, front.With_3_at_once),
            ("8 at once", 8, front.With_7_at_once),
            ("16 at once", 16, front.With_15_at_once),
            ("echo, while an answer plays", 1, echo.Answer),
            ("of that, taking note of the answer", 1, echo.Take_note),
        ];
        var reference = 0.0;
        Console.WriteLine("| A second of one session's audio | ms, 5th percentile | median | reference ÷ this |\n|---|---:|---:|---:|");
        foreach (var (name, sessions, run) in rows)
        {
            Times(run, WarmUp);
            var times = Times(run, Measured);
            times.Sort();
            double Each(double time) => time / sessions / SpokenAppends.Seconds;
            var least = Each(times[times.Count / 20]);
            if (reference == 0)
                reference = least;
            Console.WriteLine($"| {name} | {least:F4} | {Each(times[times.Count / 2]):F4} | {reference / least:F1} |");
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
