namespace Realtime.Compat.Audio.Tests;

/// <summary>Audio for the voice activity detector: the recordings, and signals made up on the spot.</summary>
internal static class SpeechFrames
{
    /// <summary>Samples of a frame at 16 kHz.</summary>
    public const int Length = SileroVad.FrameMs * SileroVad.WidebandHz / 1000;

    /// <summary>Both rates of the detector.</summary>
    public static readonly int[] Rates = [SileroVad.WidebandHz, SileroVad.TelephoneHz];

    /// <summary>All of it, by name.</summary>
    /// <param name="rateHz">Rate of the samples.</param>
    public static IEnumerable<(string Name, float[] Samples)> Audio(int rateHz = SileroVad.WidebandHz)
    {
        foreach (var path in Repository.Recordings)
        {
            var wav = WavReader.ReadMono(File.ReadAllBytes(path));
            var resampler = new Resampler(wav.SampleRateHz, rateHz);
            var samples = new float[resampler.MaxOutputLength(wav.Samples.Length)];
            var length = resampler.Process(wav.Samples.Span, samples);
            length += resampler.Flush(samples.AsSpan(length));
            yield return (Path.GetFileName(path), samples[..length]);
        }

        var length3s = 3 * rateHz;
        yield return ("babble", Signals.Babble(length3s, rateHz, seed: 8));
        yield return ("noise", Signals.Noise(length3s, seed: 9));
        yield return ("sine", Signals.Sine(440, rateHz, length3s));
    }

    /// <summary>Whole frames; what is left over at the end is dropped.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> Frames(ReadOnlyMemory<float> samples, int frameLength = Length)
    {
        for (; samples.Length >= frameLength; samples = samples[frameLength..])
            yield return samples[..frameLength];
    }
}
