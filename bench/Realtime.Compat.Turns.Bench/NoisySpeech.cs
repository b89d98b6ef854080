using Realtime.Compat.Audio;

namespace Realtime.Compat.Turns.Bench;

/// <summary>Recordings at 16 kHz with silence around them and noise over all of it.</summary>
internal static class NoisySpeech
{
    public const int RateHz = 16_000;
    private const int PaddingMs = 1500;

    /// <summary>A recording, resampled.</summary>
    public static float[] Read(string path)
    {
        var wav = WavReader.ReadMono(File.ReadAllBytes(path));
        return Resampled(wav.Samples.ToArray(), wav.SampleRateHz, RateHz);
    }

    /// <summary>A whole stream at another rate.</summary>
    public static float[] Resampled(float[] samples, int fromHz, int toHz)
    {
        var resampler = new Resampler(fromHz, toHz);
        var resampled = new float[resampler.MaxOutputLength(samples.Length)];
        var written = resampler.Process(samples, resampled);
        return resampled[..(written + resampler.Flush(resampled.AsSpan(written)))];
    }

    /// <summary>Silence before and after.</summary>
    public static float[] Padded(float[] samples)
    {
        var padded = new float[samples.Length + 2 * PaddingMs * RateHz / 1000];
        samples.CopyTo(padded, PaddingMs * RateHz / 1000);
        return padded;
    }

    /// <summary>White or pink noise, or pink noise that swells and ebbs with a hum and the clicks of a keyboard ("office").</summary>
    public static float[] Noise(string kind, int length)
    {
        var random = new Random(1);
        var noise = new float[length];
        double a = 0, b = 0, c = 0, click = 0;
        for (var i = 0; i < noise.Length; i++)
        {
            var white = 2 * random.NextDouble() - 1;
            (a, b, c) = (0.99765 * a + white * 0.0990460, 0.96300 * b + white * 0.2965164, 0.57000 * c + white * 1.0526913);
            noise[i] = (float)(kind == "white" ? white : a + b + c + white * 0.1848);
            if (kind != "office")
                continue;
            if (random.Next(RateHz / 5) == 0)
                click = 12;
            click *= 0.992;
            noise[i] = (float)(noise[i] * (1 + 0.7 * Math.Sin(2 * Math.PI * i / RateHz / 3)) + 2 * Math.Sin(2 * Math.PI * 100 * i / RateHz) + click * white);
        }

        return noise;
    }

    /// <summary>Adds noise, repeated to the length of the speech.</summary>
    /// <param name="padded">The recording with silence around it.</param>
    /// <param name="speech">The recording, whose level counts.</param>
    /// <param name="noise">The noise.</param>
    /// <param name="snrDb">Level of the recording over that of the noise.</param>
    public static float[] Mixed(float[] padded, float[] speech, float[] noise, double snrDb)
    {
        var gain = Level(speech) / Level(noise) * Math.Pow(10, -snrDb / 20);
        return [.. padded.Select((sample, i) => (float)(sample + gain * noise[i % noise.Length]))];
    }

    private static double Level(float[] samples) => Math.Sqrt(samples.Sum(sample => (double)sample * sample) / samples.Length);
}
