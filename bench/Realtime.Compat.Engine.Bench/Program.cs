using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Realtime.Compat.Audio.Bench;
using Realtime.Compat.Engine.Bench;

if (FrontEndBenchmarks.ReferenceMissing is { } missing)
{
    Console.WriteLine($"Skipped: {missing}");
    return 0;
}

// --least: by a stopwatch, for a machine that other work shares. --live: streams of random phase on the real clock, batched and not.
if (args is ["--least"])
{
    LeastTimes.Print();
    return 0;
}

if (args is ["--live", ..])
{
    await LiveFigures.PrintAsync([.. args.Skip(1).Select(int.Parse)]);
    return 0;
}

// In-process: the generated project of the default toolchain knows nothing of central package versions.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateMinimumViable().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.DisableLogFile);
var summaries = BenchmarkRunner.Run([typeof(FrontEndBenchmarks), typeof(EchoBenchmarks)], config);
Console.WriteLine();
Console.WriteLine("A second of live audio of one session, in ns:");
Figures.Print(summaries);
return Figures.Fail(summaries) ? 1 : 0;
