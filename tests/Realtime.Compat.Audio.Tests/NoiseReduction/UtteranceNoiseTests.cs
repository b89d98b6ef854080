using System.Numerics.Tensors;

namespace Realtime.Compat.Audio.Tests.NoiseReduction;

public class UtteranceNoiseTests
{
    [Fact]
    public void Clean_speech_is_left_as_it_is()
    {
        var clean = Speech(0.001f);
        Assert.Same(clean, UtteranceNoise.Reduce(clean, NoiseReductionStrength.Strong));
    }

    [Theory]
    [InlineData(NoiseReductionStrength.Mild, 6)]
    [InlineData(NoiseReductionStrength.Strong, 10)]
    public void The_noise_between_words_gets_softer_and_nothing_moves(NoiseReductionStrength strength, double leastDb)
    {
        var noisy = Speech(0.06f);
        var reduced = UtteranceNoise.Reduce(noisy, strength);
        Assert.Equal(noisy.Length, reduced.Length);
        // The last pause, and the middle of the last word.
        var softerDb = LevelDb(noisy, 2.55, 2.85) - LevelDb(reduced, 2.55, 2.85);
        Assert.True(softerDb > leastDb, $"{softerDb:F1} dB");
        Assert.InRange(LevelDb(noisy, 2.1, 2.4) - LevelDb(reduced, 2.1, 2.4), -1, 3);
    }

    /// <summary>Three seconds: words of half a second with as long a pause after each, in noise.</summary>
    private static float[] Speech(float noise)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, 3 * UtteranceNoise.RateHz).Select(i => noise * (2 * random.NextSingle() - 1)
                + (i % UtteranceNoise.RateHz < UtteranceNoise.RateHz / 2 ? 0.1f * MathF.Sin(2 * MathF.PI * 300 * i / UtteranceNoise.RateHz) : 0)),
        ];
    }

    private static double LevelDb(float[] samples, double fromSeconds, double toSeconds)
    {
        var part = samples.AsSpan((int)(fromSeconds * UtteranceNoise.RateHz)..(int)(toSeconds * UtteranceNoise.RateHz));
        return 10 * Math.Log10(TensorPrimitives.SumOfSquares<float>(part) / part.Length);
    }
}
