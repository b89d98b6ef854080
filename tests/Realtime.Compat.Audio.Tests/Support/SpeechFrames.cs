namespace Realtime.Compat.Audio.Tests;

/// <summary>Audio for the voice activity detector: the recordings, and signals made up on the spot.</summary>
internal static class SpeechFrames
{
    /// <summary>All of it at 16 kHz, by name.</summary>
    public static IEnumerable<(string Name, float[] Samples)> Audio()
    {
        foreach (var path in Repository.Recordings)
        {
            var wav = WavReader.ReadMono(File.ReadAllBytes(path));
            var resampler = new Resampler(wav.SampleRateHz, SileroVad.SampleRateHz);
            var samples = new float[resampler.MaxOutputLength(wav.Samples.Length)];
            var length = resampler.Process(wav.Samples.Span, samples);
            length += resampler.Flush(samples.AsSpan(length));
            yield return (Path.GetFileName(path), samples[..length]);
        }

        const int length3s = 3 * SileroVad.SampleRateHz;
        yield return ("babble", Signals.Babble(length3s, SileroVad.SampleRateHz, seed: 8));
        yield return ("noise", Signals.Noise(length3s, seed: 9));
        yield return ("sine", Signals.Sine(440, SileroVad.SampleRateHz, length3s));
    }

    /// <summary>Whole frames; what is left over at the end is dropped.</summary>
    public static IEnumerable<ReadOnlyMemory<float>> Frames(ReadOnlyMemory<float> samples)
    {
        for (; samples.Length >= SileroVad.FrameLength; samples = samples[SileroVad.FrameLength..])
            yield return samples[..SileroVad.FrameLength];
    }
}
