using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Speech with noise over it, and how much of it is speech.</summary>
internal static class NoisySpeech
{
    private const int RateHz = 16_000;

    /// <summary>A recording at 16 kHz, 300 ms of silence before it and half a second after it, as a turn is sent.</summary>
    public static float[] Turn(string path)
    {
        var wav = WavReader.ReadMono(File.ReadAllBytes(path));
        return [.. new float[3 * RateHz / 10], .. UtteranceNoise.ToRate(wav.Samples.Span, wav.SampleRateHz), .. new float[RateHz / 2]];
    }

    /// <summary>Words of half a second, a tone each, with as long a pause after each.</summary>
    public static float[] Words(double seconds) =>
        [.. Sound.Tone(seconds).Select((sample, i) => i % RateHz < RateHz / 2 ? sample : 0)];

    /// <summary>Adds noise whose power falls with the frequency, as that of rooms does.</summary>
    /// <param name="speech">16 kHz.</param>
    /// <param name="snrDb">How far the speech stands above it.</param>
    /// <param name="seed">Another number, another noise.</param>
    public static float[] WithNoise(float[] speech, double snrDb, int seed)
    {
        var random = new Random(seed);
        var noise = new float[speech.Length];
        var (slow, last) = (0.0, 0.0);
        for (var i = 0; i < noise.Length; i++)
        {
            var white = 2 * random.NextDouble() - 1;
            noise[i] = (float)((slow += 0.05 * (white - slow)) * 2 + (last += 0.4 * (white - last)) + 0.2 * white);
        }

        var gain = Math.Sqrt(Power(speech) / Power(noise)) * Math.Pow(10, -snrDb / 20);
        return [.. speech.Select((sample, i) => (float)(sample + gain * noise[i]))];
    }

    /// <summary>Scale-invariant ratio of signal to distortion in dB (Le Roux et al. 2019).</summary>
    public static double SiSdrDb(float[] clean, float[] other)
    {
        var scale = clean.Zip(other, (c, o) => (double)c * o).Sum() / clean.Sum(c => (double)c * c);
        var error = clean.Zip(other, (c, o) => (o - scale * c) * (o - scale * c)).Sum();
        return 10 * Math.Log10(scale * scale * clean.Sum(c => (double)c * c) / error);
    }

    private static double Power(float[] samples) => samples.Sum(sample => (double)sample * sample) / samples.Length;
}
