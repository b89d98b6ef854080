using System.Numerics.Tensors;

namespace Realtime.Compat.Audio;

/// <summary>
/// Takes steady noise out of an utterance before it is transcribed (<c>noise_reduction</c>), where there is enough of it to be worth the harm: recognisers hear
/// clean speech best as it is. The voice detector hears the microphone itself, which it judges better (docs/turn-taking.md has the figures).
/// </summary>
public static class UtteranceNoise
{
    /// <summary>Rate of the samples.</summary>
    public const int RateHz = 16_000;

    /// <summary><see cref="RangeDb"/> from which an utterance is left as it is.</summary>
    private const double CleanRangeDb = 17;

    private const int FrameLength = RateHz / 50;

    /// <summary>Cleans an utterance by <see cref="NoiseSuppressor"/>.</summary>
    /// <param name="samples">16 kHz.</param>
    /// <param name="strength">How much is taken.</param>
    /// <returns>As many samples; the same array when there is little noise in it.</returns>
    public static float[] Reduce(float[] samples, NoiseReductionStrength strength)
    {
        if (RangeDb(samples) >= CleanRangeDb)
            return samples;
        var suppressor = new NoiseSuppressor(strength);
        float[] delayed = [.. samples, .. new float[NoiseSuppressor.Delay]];
        suppressor.Process(delayed);
        return delayed[NoiseSuppressor.Delay..];
    }

    /// <summary>Cleans an utterance of any rate.</summary>
    /// <param name="samples">Mono.</param>
    /// <param name="rateHz">Their rate.</param>
    /// <param name="strength">How much is taken.</param>
    /// <returns>Samples at <see cref="RateHz"/>.</returns>
    public static float[] Reduce(ReadOnlySpan<float> samples, int rateHz, NoiseReductionStrength strength) => Reduce(ToRate(samples, rateHz), strength);

    /// <summary>Brings samples to <see cref="RateHz"/>.</summary>
    /// <param name="samples">Mono.</param>
    /// <param name="rateHz">Their rate.</param>
    public static float[] ToRate(ReadOnlySpan<float> samples, int rateHz)
    {
        var resampler = new Resampler(rateHz, RateHz);
        var resampled = new float[resampler.MaxOutputLength(samples.Length)];
        var written = resampler.Process(samples, resampled);
        written += resampler.Flush(resampled.AsSpan(written));
        return resampled[..written];
    }

    /// <summary>
    /// Decibels between the level that a tenth of the frames of 20 ms exceeds and the one that a tenth does not reach: some 4 more than the signal stands
    /// above steady noise. Digital silence does not count.
    /// </summary>
    /// <param name="samples">16 kHz.</param>
    /// <returns>Infinity for what is too short to tell, or silent.</returns>
    public static double RangeDb(ReadOnlySpan<float> samples)
    {
        List<float> levels = [];
        if (samples.Length < 4 * FrameLength)
            return double.PositiveInfinity;
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
