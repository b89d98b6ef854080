using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Realtime.Compat.Audio.Bench;
using Realtime.Compat.Engine.Bench;

// In-process: the generated project of the default toolchain knows nothing of central package versions.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(200));
var config = ManualConfig.CreateMinimumViable().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.DisableLogFile);
var summary = BenchmarkRunner.Run<FrontEndBenchmarks>(config);
Console.WriteLine();
Console.WriteLine("A second of live audio of one session, in ns:");
Figures.Print([summary]);
