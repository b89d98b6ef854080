using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Realtime.Compat.Audio.Bench;

// In-process: the generated project of the default toolchain knows nothing of central package versions.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateMinimumViable()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);

if (args.Length > 0)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
    return 0;
}

Type[] comparable =
[
    .. VoiceActivityBenchmarks.ReferenceMissing is null ? [typeof(VoiceActivityBenchmarks)] : Array.Empty<Type>(),
    .. ResamplerBenchmarks.ReferenceMissing is null ? [typeof(ResamplerBenchmarks)] : Array.Empty<Type>(),
    typeof(SampleBenchmarks),
];
var summaries = BenchmarkRunner.Run(comparable, config);
Console.WriteLine();
foreach (var missing in new[] { VoiceActivityBenchmarks.ReferenceMissing, ResamplerBenchmarks.ReferenceMissing })
    if (missing is not null) Console.WriteLine($"Skipped: {missing}");
Figures.Print(summaries);
return Figures.Fail(summaries) ? 1 : 0;
