using BenchmarkDotNet.Attributes;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Audio.Bench;

/// <summary>Conversions of sample formats, time per sample over 20 ms of 24 kHz.</summary>
public class SampleBenchmarks
{
    private const int BlockLength = 480;

    private readonly float[] _samples = Signals.Noise(BlockLength, seed: 1);
    private readonly byte[] _pcm = new byte[2 * BlockLength];
    private readonly byte[] _codes = new byte[BlockLength];

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public void Pcm16_to_float() => Pcm16.ToFloat(_pcm, _samples);

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public void Float_to_pcm16() => Pcm16.FromFloat(_samples, _pcm);

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public void Mu_law_to_float() => G711.DecodeMuLaw(_codes, _samples);

    [Benchmark(OperationsPerInvoke = BlockLength)]
    public void Float_to_mu_law() => G711.EncodeMuLaw(_samples, _codes);
}
