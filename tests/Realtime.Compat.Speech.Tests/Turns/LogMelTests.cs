using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Tests.Turns;

public sealed class LogMelTests
{
    /// <summary>Frames of the table below.</summary>
    private static readonly int[] Frames = [0, 100, 499, 500, 501, 650, 799];

    /// <summary>
    /// What numpy makes of <see cref="Signal"/> by the steps of transformers' WhisperFeatureExtractor(chunk_length=8) with do_normalize=True,
    /// the audio filled up with zeros in front to eight seconds, or cut to its last eight.
    /// </summary>
    [Theory]
    [InlineData(3, 0, new[] { 0.81789f, 0.81789f, 0.92379f, 1.35942f, 0.82980f, 0.92477f, 0.99563f })]
    [InlineData(3, 3, new[] { -0.22645f, -0.22645f, 0.70857f, 1.57178f, 1.58186f, 0.58157f, 0.79201f })]
    [InlineData(3, 12, new[] { -0.22645f, -0.22645f, 0.47686f, 0.90303f, 0.52492f, 0.98174f, 1.28203f })]
    [InlineData(3, 40, new[] { -0.22645f, -0.22645f, 0.25540f, 0.77155f, 0.42687f, 0.44317f, 0.46952f })]
    [InlineData(3, 79, new[] { -0.22645f, -0.22645f, -0.22645f, 0.41680f, 0.48509f, 0.49249f, 0.42890f })]
    [InlineData(9, 0, new[] { 1.24567f, 0.07317f, 0.16053f, 0.39742f, 0.19751f, 0.28847f, 0.45576f })]
    [InlineData(9, 3, new[] { 1.31409f, 0.07245f, 0.16794f, 0.24694f, 0.25584f, 0.24482f, 0.27765f })]
    [InlineData(9, 12, new[] { 1.25212f, 1.50616f, -0.00253f, 0.34422f, 0.38872f, 0.41000f, 0.53055f })]
    [InlineData(9, 40, new[] { 0.67932f, 0.27451f, 0.33088f, 0.21820f, 0.30870f, 0.29002f, 0.42443f })]
    [InlineData(9, 79, new[] { 0.21358f, 0.30971f, 0.38284f, 0.31966f, 0.29834f, 0.36765f, 0.36649f })]
    public void Features_are_those_the_model_was_trained_on(int seconds, int band, float[] expected)
    {
        var features = Compute(Signal(seconds));

        Assert.All(Frames.Zip(expected), pair => Assert.Equal(pair.Second, features[band * LogMel.Frames + pair.First], 2e-4));
    }

    [Theory]
    [InlineData(3, 0.088777, -0.226453, 1.773547)]
    [InlineData(9, 0.446336, -0.318956, 1.681044)]
    public void Features_agree_with_the_reference_on_the_whole(int seconds, double mean, double least, double most)
    {
        var features = Compute(Signal(seconds));

        Assert.Equal(mean, features.Average(), 1e-4);
        Assert.Equal(least, features.Min(), 1e-4);
        Assert.Equal(most, features.Max(), 1e-4);
    }

    [Fact]
    public void Silence_and_nothing_at_all_have_features_too()
    {
        Assert.All(Compute([]), value => Assert.Equal(-1.5f, value));
        Assert.Equal(Compute([]), Compute(new float[LogMel.Samples]));
    }

    [Fact]
    public void A_spectrum_is_the_sum_that_defines_it()
    {
        var dft = new FoldedDft(400);
        var samples = Signal(1).AsSpan(4_000, 400);
        var power = new float[dft.Bins];

        dft.Power(samples, power, new float[dft.WorkLength]);

        for (var bin = 0; bin < dft.Bins; bin++)
        {
            var (re, im) = (0.0, 0.0);
            for (var n = 0; n < 400; n++)
            {
                var windowed = samples[n] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * n / 400));
                re += windowed * Math.Cos(2 * Math.PI * bin * n / 400);
                im -= windowed * Math.Sin(2 * Math.PI * bin * n / 400);
            }

            Assert.Equal(re * re + im * im, power[bin], 1e-3 * (re * re + im * im) + 1e-7);
        }
    }

    /// <summary>A rising tone, a steady one, noise by a linear congruential generator, and an offset.</summary>
    private static float[] Signal(int seconds)
    {
        var samples = new float[seconds * LogMel.RateHz];
        var noise = 1u;
        for (var n = 0; n < samples.Length; n++)
        {
            noise = noise * 1664525 + 1013904223;
            var t = n / (double)LogMel.RateHz;
            samples[n] = (float)(0.3 * Math.Sin(2 * Math.PI * (200 + 60 * t) * t) + 0.1 * Math.Sin(2 * Math.PI * 1234.5 * t) + 0.02 * (noise / 4294967296.0 - 0.5) + 0.01);
        }

        return samples;
    }

    private static float[] Compute(ReadOnlySpan<float> samples)
    {
        var features = new float[LogMel.Bands * LogMel.Frames];
        LogMel.Compute(samples, features);
        return features;
    }
}
