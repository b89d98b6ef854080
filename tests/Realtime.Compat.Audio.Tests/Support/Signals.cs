namespace Realtime.Compat.Audio.Tests;

/// <summary>Audio made up on the spot, the same every time.</summary>
internal static class Signals
{
    public static float[] Noise(int length, int seed, float amplitude = 0.5f)
    {
        var random = new Random(seed);
        var noise = new float[length];
        for (var i = 0; i < length; i++) noise[i] = amplitude * (2 * random.NextSingle() - 1);
        return noise;
    }

    public static float[] Sine(double frequencyHz, int rateHz, int length, double amplitude = 0.5)
    {
        var sine = new float[length];
        for (var i = 0; i < length; i++) sine[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / rateHz));
        return sine;
    }

    /// <summary>Something a voice detector takes for a voice now and then: a buzz of 120 Hz through two moving resonances, syllable by syllable.</summary>
    public static float[] Babble(int length, int rateHz, int seed)
    {
        var babble = Noise(length, seed, 0.003f);
        var random = new Random(seed);
        var (syllableLength, first, second) = (rateHz / 4, 700.0, 1200.0);
        for (var i = 0; i < length; i++)
        {
            if (i % syllableLength == 0) (first, second) = (300 + 600 * random.NextDouble(), 900 + 1500 * random.NextDouble());
            var t = i % (rateHz / 120) / (double)rateHz;
            var envelope = Math.Sin(Math.PI * (i % syllableLength) / syllableLength);
            babble[i] += (float)(envelope * 0.3 * (Math.Exp(-400 * t) * Math.Sin(2 * Math.PI * first * t) + 0.5 * Math.Exp(-600 * t) * Math.Sin(2 * Math.PI * second * t)));
        }

        return babble;
    }
}
