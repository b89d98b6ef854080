using System.Globalization;
using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Audio.Bench;

/// <summary>Blocks of 480 samples (20 or 30 ms), time per input sample: ours against libsoxr and speexdsp at a quality like ours.</summary>
public class ResamplerBenchmarks
{
    private const int BlockLength = 480;

    private Soxr _soxr = null!;
    private Speex _speex = null!;
    private Resampler _resampler = null!;
    private float[] _input = [];
    private float[] _output = [];

    public static string? ReferenceMissing => Soxr.IsPresent && Speex.IsPresent
        ? null
        : "resampling; libsoxr or speexdsp is absent (Debian: apt-get install libsoxr0 libspeexdsp1).";

    [Params("24000 to 16000", "24000 to 16000 for detection", "16000 to 24000", "8000 to 16000", "24000 to 8000")]
    public string Rates { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var words = Rates.Split(' ');
        int[] rates = [int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture)];
        var quality = words[^1] == "detection" ? ResamplerQuality.Detection : ResamplerQuality.Transparent;
        _input = Signals.Noise(BlockLength, seed: 1);
        _resampler = new Resampler(rates[0], rates[1], quality);
        _output = new float[_resampler.MaxOutputLength(BlockLength)];
        _soxr = new Soxr(rates[0], rates[1], quality);
        _speex = new Speex(rates[0], rates[1], quality);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _soxr.Dispose();
        _speex.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = BlockLength)]
    public int Soxr_sample() => _soxr.Process(_input, _output);

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public int Speex_sample() => _speex.Process(_input, _output);

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public int Sample() => _resampler.Process(_input, _output);
}
