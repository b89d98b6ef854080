using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Audio.Bench;

/// <summary>Silero VAD, a frame of 32 ms: ours against ONNX Runtime on one thread.</summary>
public class VoiceActivityBenchmarks
{
    private readonly float[] _frame = Signals.Babble(SileroVad.FrameLength, SileroVad.SampleRateHz, seed: 1);
    private SileroVad _vad = null!;
    private OnnxRuntimeVad _reference = null!;

    public static string? ReferenceMissing => OnnxRuntime.LibraryPath is null || !File.Exists(SileroVadModel.DefaultPath)
        ? "voice activity; run `npm ci --ignore-scripts` in native/ and build again."
        : null;

    [GlobalSetup]
    public void Setup()
    {
        _vad = new SileroVad(SileroVadModel.Load(SileroVadModel.DefaultPath));
        _reference = new OnnxRuntimeVad(SileroVadModel.DefaultPath);
    }

    [GlobalCleanup]
    public void Cleanup() => _reference.Dispose();

    [Benchmark(Baseline = true)]
    public float OnnxRuntime_frame() => _reference.Process(_frame);

    [Benchmark]
    public float Frame() => _vad.Process(_frame);
}
