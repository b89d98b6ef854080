using System.Numerics.Tensors;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing;

public class UtteranceNoiseTests
{
    [Fact]
    public void Clean_speech_is_left_as_it_is()
    {
        var clean = Speech(0.001f);
        Assert.Same(clean, UtteranceNoise.Reduce(clean, NoiseReduction.FarField));
    }

    [Theory]
    [InlineData(NoiseReduction.NearField, 5)]
    [InlineData(NoiseReduction.FarField, 7)]
    public void The_noise_between_words_gets_softer_and_nothing_moves(NoiseReduction reduction, double leastDb)
    {
        var noisy = Speech(0.06f);
        var reduced = UtteranceNoise.Reduce(noisy, reduction);
        Assert.Equal(noisy.Length, reduced.Length);
        // The last pause, and the middle of the last word.
        Assert.True(LevelDb(noisy, 2.55, 2.85) - LevelDb(reduced, 2.55, 2.85) > leastDb);
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
