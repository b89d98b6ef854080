using System.Numerics.Tensors;

namespace Realtime.Compat.Audio.Tests.NoiseReduction;

public class NoiseSuppressorTests
{
    private const int RateHz = 16_000;

    [Theory]
    [InlineData(NoiseReductionStrength.Mild, 6.4, 8)]
    [InlineData(NoiseReductionStrength.Strong, 12, 15)]
    public void Steady_noise_gets_softer_by_four_fifths_of_what_the_strength_says_or_more(NoiseReductionStrength strength, double leastDb, double mostDb)
    {
        var noise = Signals.Noise(5 * RateHz, 1, 0.05f);
        var reduced = Reduce(noise, strength, noise.Length);
        Assert.InRange(LevelDb(noise.AsSpan(^RateHz..)) - LevelDb(reduced.AsSpan(^RateHz..)), leastDb, mostDb);
    }

    [Theory]
    [InlineData(NoiseReductionStrength.Mild)]
    [InlineData(NoiseReductionStrength.Strong)]
    public void Clean_babble_passes_unharmed(NoiseReductionStrength strength)
    {
        var clean = Phrases(4);
        var reduced = Reduce(clean, strength, clean.Length);
        Assert.True(SnrDb(clean.AsSpan(RateHz, 2 * RateHz), reduced.AsSpan(RateHz + NoiseSuppressor.Delay, 2 * RateHz)) > 12);
    }

    [Theory]
    [InlineData(NoiseReductionStrength.Mild, 10, 3)]
    [InlineData(NoiseReductionStrength.Strong, 5, 4)]
    public void Babble_in_noise_stands_out_more_afterwards(NoiseReductionStrength strength, double snrDb, double leastGainDb)
    {
        var clean = Phrases(6);
        var noise = Signals.Noise(clean.Length, 4, 1);
        var gain = (float)Math.Pow(10, (LevelDb(clean) - LevelDb(noise) - snrDb) / 20);
        var noisy = clean.Zip(noise, (c, n) => c + gain * n).ToArray();
        var reduced = Reduce(noisy, strength, noisy.Length);
        var before = SnrDb(clean.AsSpan(2 * RateHz, 3 * RateHz), noisy.AsSpan(2 * RateHz, 3 * RateHz));
        var after = SnrDb(clean.AsSpan(2 * RateHz, 3 * RateHz), reduced.AsSpan(2 * RateHz + NoiseSuppressor.Delay, 3 * RateHz));
        Assert.True(after - before > leastGainDb, $"{before:F1} dB became {after:F1} dB");
    }

    [Fact]
    public void Any_cutting_of_the_input_gives_the_same_samples()
    {
        var noisy = Signals.Babble(RateHz, RateHz, 5);
        Assert.Equal(Reduce(noisy, NoiseReductionStrength.Strong, noisy.Length), Reduce(noisy, NoiseReductionStrength.Strong, 37));
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var suppressor = new NoiseSuppressor(NoiseReductionStrength.Mild);
        var samples = Signals.Noise(512, 1);
        suppressor.Process(samples);
        Allocations.AssertNone(() => suppressor.Process(samples));
    }

    private static float[] Reduce(float[] samples, NoiseReductionStrength strength, int pieceLength)
    {
        var suppressor = new NoiseSuppressor(strength);
        var reduced = samples.ToArray();
        for (var i = 0; i < reduced.Length; i += pieceLength)
            suppressor.Process(reduced.AsSpan(i, Math.Min(pieceLength, reduced.Length - i)));
        return reduced;
    }

    /// <summary>Babble with a pause of a third of a second in each second and a half, as talkers breathe.</summary>
    private static float[] Phrases(int seconds) =>
        [.. Signals.Babble(seconds * RateHz, RateHz, 3).Select((sample, i) => i % (RateHz * 3 / 2) < RateHz / 3 ? 0.01f * sample : sample)];

    private static double LevelDb(ReadOnlySpan<float> samples) => 10 * Math.Log10(TensorPrimitives.SumOfSquares(samples) / samples.Length);

    private static double SnrDb(ReadOnlySpan<float> clean, ReadOnlySpan<float> other)
    {
        var error = new float[clean.Length];
        TensorPrimitives.Subtract(other, clean, error);
        return LevelDb(clean) - LevelDb(error);
    }
}
