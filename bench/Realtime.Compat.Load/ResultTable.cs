using System.Globalization;

namespace Realtime.Compat.Load;

/// <summary>Results as a Markdown table.</summary>
internal static class ResultTable
{
    public static void PrintHead(TextWriter output)
    {
        output.WriteLine("| Sessions | Cores | ms a session-second | Idle KB | Listening KB | Turns | Missed | Extra | Errors | Stopped p50/p95/p99/max | Created p50/p95/p99/max | First audio p50/p95/p99/max | Generator late p99 |");
        output.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|---|---|---:|");
    }

    public static void PrintRow(TextWriter output, LoadResult result) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Sessions} | {result.Cores:0.000} | {result.MillisecondsPerSession:0.00} | {result.IdleKilobytes:0} | {result.ListeningKilobytes:0} | {result.Log.Turns} | {result.Log.Missed} | {result.Log.Extra} | {result.Log.Errors} | {Times(result.Log.SpeechStopped)} | {Times(result.Log.ResponseCreated)} | {Times(result.Log.FirstAudio)} | {result.GeneratorLagP99Ms:0.0} |"));

    public static void PrintNotes(TextWriter output, IReadOnlyCollection<LoadResult> results)
    {
        var best = results.MaxBy(result => result.SessionsPerCore)!;
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Best: {best.SessionsPerCore:0} sessions a core, at {best.Sessions}. Times in ms after the last audible sample was sent; the silence window is 500 ms."));
        if (results.Any(result => result.GeneratorLagP99Ms > Recording.MessageMs))
            output.WriteLine("Where the generator was more than 20 ms late, it was its own bottleneck, and times count that.");
    }

    private static string Times(List<double> values)
    {
        var (p50, p95, p99, max) = Percentiles.Of(values);
        return string.Create(CultureInfo.InvariantCulture, $"{p50:0} / {p95:0} / {p99:0} / {max:0}");
    }
}
