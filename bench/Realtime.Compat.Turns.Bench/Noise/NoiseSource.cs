using System.Diagnostics;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>Noises to mix with speech, by name. What is tuned on is not what is reported on.</summary>
/// <param name="shared">Folder of the shared data.</param>
/// <param name="others">Recordings that the mixed clip is not among: the people in the background.</param>
internal sealed class NoiseSource(string shared, IReadOnlyList<float[]> others)
{
    private const int RateHz = Recording.RateHz;

    private float[]? _office;

    /// <summary>Noises to choose settings by.</summary>
    public static string[] Tuning { get; } = ["white", "fan", "babble of 6"];

    /// <summary>The recording as it is, but for white noise that nobody hears: 60 dB below the speech.</summary>
    public const string None = "none";

    /// <summary>Noises to state figures of.</summary>
    public static string[] HeldOut { get; } = ["pink", "office (recorded)", "keys and hum", "music", "babble of 3"];

    /// <summary>Some seconds of a noise, not yet levelled.</summary>
    /// <param name="kind">One of the names.</param>
    /// <param name="length">Samples at 16 kHz.</param>
    /// <param name="seed">Where it begins.</param>
    public float[] Make(string kind, int length, int seed)
    {
        var random = new Random(seed);
        return kind switch
        {
            None or "white" => [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)],
            "pink" => Pink(length, random),
            "fan" => Add(LowPass(Pink(length, random), 0.15f), Hum(length, 47, 6, 0.6f)),
            "keys and hum" => Add(Add(Pink(length, random), Keys(length, random)), Hum(length, 100, 8, 2)),
            "music" => Music(length, random),
            "babble of 6" => Babble(length, 6, random),
            "babble of 3" => Babble(length, 3, random),
            "office (recorded)" => Office(length, random),
            _ => throw new ArgumentException($"There is no noise '{kind}'.", nameof(kind)),
        };
    }

    private static float[] Pink(int length, Random random)
    {
        var noise = new float[length];
        double a = 0, b = 0, c = 0;
        for (var i = 0; i < length; i++)
        {
            var white = 2 * random.NextDouble() - 1;
            (a, b, c) = (0.99765 * a + white * 0.0990460, 0.96300 * b + white * 0.2965164, 0.57000 * c + white * 1.0526913);
            noise[i] = (float)(a + b + c + white * 0.1848);
        }

        return noise;
    }

    private static float[] LowPass(float[] samples, float share)
    {
        var last = 0f;
        return [.. samples.Select(sample => last += share * (sample - last))];
    }

    /// <summary>A fundamental and its harmonics, each softer than the one before.</summary>
    private static float[] Hum(int length, double fundamentalHz, int harmonics, float level) =>
        [.. Enumerable.Range(0, length).Select(i => level * (float)Enumerable.Range(1, harmonics).Sum(h => Math.Sin(2 * Math.PI * fundamentalHz * h * i / RateHz) / h))];

    /// <summary>Six strokes a second, 8 ms each, over noise that swells and ebbs.</summary>
    private static float[] Keys(int length, Random random)
    {
        var noise = new float[length];
        var click = 0.0;
        for (var i = 0; i < length; i++)
        {
            if (random.Next(RateHz / 6) == 0)
                click = 12;
            noise[i] = (float)((click *= 0.992) * (2 * random.NextDouble() - 1));
        }

        return noise;
    }

    /// <summary>Chords of four struck notes with six partials, a bass note and a beat, two chords a second.</summary>
    private static float[] Music(int length, Random random)
    {
        var noise = new float[length];
        int[] scale = [0, 2, 4, 5, 7, 9, 11];
        for (var start = -random.Next(RateHz / 2); start < length; start += RateHz / 2)
        {
            var root = random.Next(7);
            (int Degree, int Octave)[] notes = [(root, -2), (root, 0), (root + 2, 0), (root + 4, 0), (root + 6, 1)];
            foreach (var (degree, octave) in notes)
            {
                var hz = 261.6 * Math.Pow(2, octave + degree / 7 + scale[degree % 7] / 12.0);
                for (var i = Math.Max(0, -start); i < RateHz && start + i < length; i++)
                {
                    var envelope = Math.Min(1, i / 80.0) * Math.Exp(-3.0 * i / RateHz);
                    for (var partial = 1; partial <= 6; partial++)
                        noise[start + i] += (float)(envelope / partial * Math.Sin(2 * Math.PI * hz * partial * i / RateHz));
                }
            }

            for (var i = Math.Max(0, -start); i < RateHz / 20 && start + i < length; i++)
                noise[start + i] += (float)((2 * random.NextDouble() - 1) * 2 * Math.Exp(-i / 200.0));
        }

        return noise;
    }

    private float[] Babble(int length, int people, Random random)
    {
        var noise = new float[length];
        for (var person = 0; person < people; person++)
        {
            var (at, voice) = (-random.Next(RateHz * 2), (person + random.Next(others.Count)) % others.Count);
            while (at < length)
            {
                var clip = others[voice];
                var gain = 0.1f / Measure.Level(clip);
                for (var i = Math.Max(0, -at); i < clip.Length && at + i < length; i++)
                    noise[at + i] += gain * clip[i];
                at += clip.Length + random.Next(RateHz / 2);
                voice = (voice + people) % others.Count;
            }
        }

        return noise;
    }

    private float[] Office(int length, Random random)
    {
        _office ??= Decode(Path.Combine(shared, "audio", "noise", "office-ambience-24000-mono.mp3"));
        var start = random.Next(_office.Length - length);
        return _office[start..(start + length)];
    }

    private static float[] Decode(string mp3)
    {
        var wav = Path.GetTempFileName();
        try
        {
            using var mpg123 = Process.Start("mpg123", ["-q", "-m", "-w", wav, mp3]);
            mpg123.WaitForExit();
            return Recording.Read(wav);
        }
        finally
        {
            File.Delete(wav);
        }
    }

    private static float[] Add(float[] one, float[] other) => [.. one.Zip(other, (a, b) => a + b)];
}
