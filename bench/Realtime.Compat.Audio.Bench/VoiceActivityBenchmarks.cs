using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Audio.Bench;

/// <summary>Silero VAD, a frame of 32 ms, alone and in batches of several streams: ours against ONNX Runtime on one thread.</summary>
public class VoiceActivityBenchmarks
{
    private readonly float[] _frame = Signals.Babble(SileroVad.FrameMs * SileroVad.WidebandHz / 1000, SileroVad.WidebandHz, seed: 1);
    private SileroVad _vad = null!;
    private SileroVad[] _streams = [];
    private SileroVadBatch _batch = null!;
    private OnnxRuntimeVad _reference = null!;

    public static string? ReferenceMissing => OnnxRuntime.LibraryPath is null || !File.Exists(SileroVadModel.DefaultPath)
        ? "voice activity; run `npm ci --ignore-scripts` in native/ and build again."
        : null;

    [GlobalSetup]
    public void Setup()
    {
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        _vad = new SileroVad(model);
        _streams = [.. Enumerable.Range(0, SileroVadBatch.Capacity).Select(_ => new SileroVad(model))];
        _batch = new SileroVadBatch(model);
        _reference = new OnnxRuntimeVad(SileroVadModel.DefaultPath);
    }

    [GlobalCleanup]
    public void Cleanup() => _reference.Dispose();

    [Benchmark(Baseline = true)]
    public float OnnxRuntime_frame() => _reference.Process(_frame);

    [Benchmark]
    public float Frame() => _vad.Process(_frame);

    [Benchmark(OperationsPerInvoke = 2)]
    public void Frame_of_2_streams() => Run(2);

    [Benchmark(OperationsPerInvoke = 4)]
    public void Frame_of_4_streams() => Run(4);

    [Benchmark(OperationsPerInvoke = 8)]
    public void Frame_of_8_streams() => Run(8);

    [Benchmark(OperationsPerInvoke = 16)]
    public void Frame_of_16_streams() => Run(16);

    private void Run(int streams)
    {
        for (var i = 0; i < streams; i++) _batch.Add(_streams[i], _frame);
        _batch.Run();
    }
}
