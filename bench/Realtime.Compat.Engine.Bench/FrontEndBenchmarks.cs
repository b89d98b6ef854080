using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio;
using Realtime.Compat.Audio.Bench;
using Realtime.Compat.Audio.Tests;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Bench;

/// <summary>
/// All that a second of live audio costs from the message's bytes to the turn detector: appends of 20 ms PCM16 are parsed, decoded, resampled, judged, and turns
/// open and close. Time and bytes of one session, alone and with others whose frames come at the same moment; the reference stops at the probability.
/// </summary>
public class FrontEndBenchmarks
{
    private const int Seconds = SpokenAppends.Seconds;

    private Listener<GatheringDetector>[] _listeners = [];
    private Listener<GatheringDetector> _semantic = null!;
    private ValueTask<float>?[] _judging = [];
    private byte[][] _messages = [];
    private SileroVadBatch _batch = null!;
    private Soxr _soxr = null!;
    private Speex _speex = null!;
    private OnnxRuntimeVad _onnx = null!;
    private ReferenceFrontEnd _overSoxr = null!;
    private ReferenceFrontEnd _overSpeex = null!;

    /// <summary>What is missing; null when all is there.</summary>
    public static string? ReferenceMissing => SpokenAppends.Missing
        ?? (OnnxRuntime.LibraryPath is null || !File.Exists(SileroVadModel.DefaultPath) ? "the front end; run `npm ci --ignore-scripts` in native/ and build again." : null)
        ?? (Soxr.IsPresent && Speex.IsPresent ? null : "the front end; libsoxr or speexdsp is absent (Debian: apt-get install libsoxr0 libspeexdsp1).");

    [GlobalSetup]
    public void Setup()
    {
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        _messages = SpokenAppends.Messages();
        _batch = new SileroVadBatch(model);
        _listeners = [.. Enumerable.Range(0, SileroVadBatch.Capacity).Select(_ => new Listener<GatheringDetector>(new GatheringDetector(model, _batch), new ServerVad()))];
        _semantic = new Listener<GatheringDetector>(new GatheringDetector(model, _batch), new SemanticVad());
        _judging = new ValueTask<float>?[_listeners.Length];
        _onnx = new OnnxRuntimeVad(SileroVadModel.DefaultPath);
        _soxr = new Soxr(SpokenAppends.RateHz, SileroVad.WidebandHz, ResamplerQuality.Detection);
        _speex = new Speex(SpokenAppends.RateHz, SileroVad.WidebandHz, ResamplerQuality.Detection);
        _overSoxr = new ReferenceFrontEnd(_soxr.Process, _onnx);
        _overSpeex = new ReferenceFrontEnd(_speex.Process, _onnx);

        Alone();
        Alone_with_semantic_vad();
        foreach (var listener in (Listener<GatheringDetector>[])[_listeners[0], _semantic])
            if (listener.Started == 0 || listener.Ended != listener.Started)
                throw new InvalidOperationException($"Turns are to open and close in what is heard; {listener.Started} did open, and {listener.Ended} close.");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _soxr.Dispose();
        _speex.Dispose();
        _onnx.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Seconds)]
    public float Reference_over_libsoxr() => HearReference(_overSoxr);

    [Benchmark(OperationsPerInvoke = Seconds)]
    public float Reference_over_speexdsp() => HearReference(_overSpeex);

    [Benchmark(OperationsPerInvoke = Seconds)]
    public void Alone() => Hear(_listeners.AsSpan(0, 1));

    [Benchmark(OperationsPerInvoke = Seconds)]
    public void Alone_with_semantic_vad() => Hear(new ReadOnlySpan<Listener<GatheringDetector>>(ref _semantic));

    [Benchmark(OperationsPerInvoke = 4 * Seconds)]
    public void With_3_at_once() => Hear(_listeners.AsSpan(0, 4));

    [Benchmark(OperationsPerInvoke = 8 * Seconds)]
    public void With_7_at_once() => Hear(_listeners.AsSpan(0, 8));

    [Benchmark(OperationsPerInvoke = 16 * Seconds)]
    public void With_15_at_once() => Hear(_listeners.AsSpan(0, 16));

    private float HearReference(ReferenceFrontEnd reference)
    {
        foreach (var message in _messages)
            reference.Take(message);
        return reference.Probability;
    }

    private void Hear(ReadOnlySpan<Listener<GatheringDetector>> listeners)
    {
        foreach (var message in _messages)
        {
            for (var i = 0; i < listeners.Length; i++)
            {
                listeners[i].Take(message);
                // 20 ms fill a frame of 32 at most once.
                _judging[i] = listeners[i].Ear.HasFrame ? listeners[i].Ear.JudgeAsync() : null;
            }

            if (_batch.Count > 0)
            {
                // Continues each stream here and now: what a session does next is no part of this.
                var probabilities = _batch.Run();
                for (int i = 0, answered = 0; answered < probabilities.Length; i++)
                    if (listeners[i].Detector.Waits) listeners[i].Detector.Answer(probabilities[answered++]);
            }

            for (var i = 0; i < listeners.Length; i++)
                if (_judging[i] is { } judging) listeners[i].Hear(judging.GetAwaiter().GetResult());
        }
    }
}
