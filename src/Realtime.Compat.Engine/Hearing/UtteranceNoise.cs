using System.Numerics.Tensors;
using Realtime.Compat.Audio;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Takes steady noise out of an utterance before it is transcribed (<c>noise_reduction</c>), where there is enough of it to be worth the harm: recognisers hear
/// clean speech best as it is. The voice detector hears the microphone itself, which it judges better (docs/turn-taking.md has the figures).
/// </summary>
internal static class UtteranceNoise
{
    /// <summary>Rate of the samples.</summary>
    public const int RateHz = 16_000;

    /// <summary>Decibels between the loud and the quiet parts from which an utterance is left as it is.</summary>
    private const double CleanRangeDb = 17;

    private const int FrameLength = RateHz / 50;

    /// <summary>Cleans an utterance.</summary>
    /// <param name="samples">16 kHz.</param>
    /// <param name="reduction">Where the microphone stands.</param>
    /// <returns>As many samples; the same array when there is little noise in it.</returns>
    public static float[] Reduce(float[] samples, NoiseReduction reduction)
    {
        if (samples.Length < 4 * FrameLength || RangeDb(samples) >= CleanRangeDb)
            return samples;
        var suppressor = new NoiseSuppressor(reduction is NoiseReduction.NearField ? NoiseReductionStrength.Mild : NoiseReductionStrength.Strong);
        float[] delayed = [.. samples, .. new float[NoiseSuppressor.Delay]];
        suppressor.Process(delayed);
        return delayed[NoiseSuppressor.Delay..];
    }

    /// <summary>Decibels between the level that a tenth of the frames exceeds and the one that a tenth does not reach; digital silence does not count.</summary>
    private static double RangeDb(ReadOnlySpan<float> samples)
    {
        List<float> levels = [];
        for (; samples.Length >= FrameLength; samples = samples[FrameLength..])
        {
            var power = TensorPrimitives.SumOfSquares(samples[..FrameLength]) / FrameLength;
            if (power > 1e-10f)
                levels.Add(10 * MathF.Log10(power));
        }

        levels.Sort();
        return levels.Count == 0 ? double.PositiveInfinity : levels[levels.Count * 9 / 10] - levels[levels.Count / 10];
    }
}
