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

    /// <summary>Whether anything did not run, or allocates, which nothing on the hot path may; says what.</summary>
    public static bool Fail(IEnumerable<Summary> summaries)
    {
        var found = false;
        foreach (var summary in summaries)
        {
            foreach (var report in summary.Reports)
            {
                var wrong = !report.Success || report.ResultStatistics is null ? "did not run to its end"
                    : report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is not 0 ? "allocates"
                    : null;
                if (wrong is null) continue;
                Console.WriteLine($"FAILED: {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo} {report.BenchmarkCase.Parameters.DisplayInfo} {wrong}.");
                found = true;
            }

            if (summary.HasCriticalValidationErrors || summary.Reports.Length < summary.BenchmarksCases.Length)
            {
                Console.WriteLine("FAILED: not every benchmark ran.");
                found = true;
            }
        }

        return found;
    }
}
