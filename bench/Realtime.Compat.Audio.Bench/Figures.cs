using BenchmarkDotNet.Reports;

namespace Realtime.Compat.Audio.Bench;

/// <summary>The few lines that one looks for: a figure per unit of work, and how it compares.</summary>
internal static class Figures
{
    public static void Print(IEnumerable<Summary> summaries)
    {
        foreach (var group in summaries.SelectMany(summary => summary.Reports).Where(report => report.Success)
                     .GroupBy(report => (report.BenchmarkCase.Descriptor.Type, report.BenchmarkCase.Parameters.DisplayInfo)))
        {
            var baseline = group.FirstOrDefault(report => report.BenchmarkCase.Descriptor.Baseline)?.ResultStatistics?.Median;
            foreach (var report in group)
            {
                if (report.ResultStatistics is not { } time) continue;
                var ratio = baseline is { } reference && !report.BenchmarkCase.Descriptor.Baseline ? $"  {reference / time.Median:F2} times as fast as the reference" : "";
                Console.WriteLine(
                    $"{report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,-34} {group.Key.DisplayInfo,-28} {time.Median,12:N3} ns  {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0} B{ratio}");
            }
        }
    }

    /// <summary>Whether anything allocates, which nothing on the hot path may; says what.</summary>
    public static bool Allocate(IEnumerable<Summary> summaries)
    {
        var found = false;
        foreach (var report in summaries.SelectMany(summary => summary.Reports).Where(report => report.Success))
        {
            if (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is not > 0) continue;
            Console.WriteLine($"FAILED: {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo} allocates.");
            found = true;
        }

        return found;
    }
}
