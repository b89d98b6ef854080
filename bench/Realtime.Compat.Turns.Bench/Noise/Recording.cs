using Realtime.Compat.Audio;

namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>A recording of the shared data.</summary>
/// <param name="Samples">16 kHz.</param>
/// <param name="Words">What is said, lower case.</param>
internal sealed record Recording(float[] Samples, string Words)
{
    /// <summary>The rate of everything here.</summary>
    public const int RateHz = 16_000;

    /// <summary>The English recordings, every other one: to tune on, or to report on.</summary>
    /// <param name="shared">Folder of the shared data.</param>
    /// <param name="heldOut">The ones to report on.</param>
    public static List<Recording> Load(string shared, bool heldOut) =>
    [
        .. File.ReadLines(Path.Combine(shared, "MANIFEST.tsv"))
            .Select(line => line.Split('\t'))
            .Where(fields => fields[0].StartsWith("audio/en/", StringComparison.Ordinal))
            .Where((_, i) => i % 2 == (heldOut ? 1 : 0))
            .Select(fields => new Recording(Read(Path.Combine(shared, fields[0])), fields[6])),
    ];

    /// <summary>A WAV file's samples at 16 kHz.</summary>
    public static float[] Read(string path)
    {
        var wav = WavReader.ReadMono(File.ReadAllBytes(path));
        var resampler = new Resampler(wav.SampleRateHz, RateHz);
        var samples = new float[resampler.MaxOutputLength(wav.Samples.Length)];
        return samples[..resampler.Process(wav.Samples.Span, samples)];
    }
}
