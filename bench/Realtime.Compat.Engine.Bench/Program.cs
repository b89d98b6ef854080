using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Realtime.Compat.Audio.Bench;
using Realtime.Compat.Engine.Bench;

// --least: by a stopwatch, for a machine that other work shares.
if (args is ["--least"])
{
    LeastTimes.Print();
    return 0;
}

// In-process: the generated project of the default toolchain knows nothing of central package versions.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateMinimumViable().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.DisableLogFile);
var summary = BenchmarkRunner.Run<FrontEndBenchmarks>(config);
Console.WriteLine();
Console.WriteLine("A second of live audio of one session, in ns:");
Figures.Print([summary]);

// Frames that wait for others keep a little each; a session alone keeps nothing.
var alone = summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(FrontEndBenchmarks.Alone));
if (alone.GcStats.GetBytesAllocatedPerOperation(alone.BenchmarkCase) is not 0)
{
    Console.WriteLine("FAILED: a session alone allocates.");
    return 1;
}

return 0;
