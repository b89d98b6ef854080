using Realtime.Compat.Audio;

namespace Realtime.Compat.LiveServer;

/// <summary>Raw PCM16 of 24 kHz, mono: what sessions send and get unless told otherwise.</summary>
public static class Pcm
{
    /// <summary>Samples a second.</summary>
    public const int RateHz = 24_000;

    /// <summary>Bytes a millisecond.</summary>
    public const int BytesPerMs = RateHz / 1000 * 2;

    /// <summary>Zeros.</summary>
    public static byte[] Silence(int ms) => new byte[ms * BytesPerMs];

    /// <summary>A recording, resampled.</summary>
    /// <param name="path">A WAV file.</param>
    public static byte[] ReadWav(string path)
    {
        var recording = WavReader.ReadMono(File.ReadAllBytes(path));
        return FromSamples(recording.Samples.Span, recording.SampleRateHz);
    }

    /// <summary>Samples of any rate, resampled.</summary>
    public static byte[] FromSamples(ReadOnlySpan<float> samples, int rateHz)
    {
        var resampler = new Resampler(rateHz, RateHz);
        var output = new float[resampler.MaxOutputLength(samples.Length) + resampler.MaxOutputLength(rateHz)];
        var length = resampler.Process(samples, output);
        length += resampler.Flush(output.AsSpan(length));
        var pcm = new byte[length * 2];
        Pcm16.FromFloat(output.AsSpan(0, length), pcm);
        return pcm;
    }

    /// <summary>A WAV file of it.</summary>
    /// <param name="pcm">The samples.</param>
    /// <param name="rateHz">Rate of the file.</param>
    public static byte[] ToWav(ReadOnlySpan<byte> pcm, int rateHz = RateHz)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        var resampler = new Resampler(RateHz, rateHz);
        var output = new float[resampler.MaxOutputLength(samples.Length) + resampler.MaxOutputLength(0)];
        var length = resampler.Process(samples, output);
        length += resampler.Flush(output.AsSpan(length));
        return WavWriter.ToBytes(output.AsSpan(0, length), rateHz);
    }

    /// <summary>Where the first sound is that is no background: the first sample within 30 dB of the loudest.</summary>
    /// <returns>Bytes from the start to it.</returns>
    public static int StartOfSpeech(ReadOnlySpan<byte> pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        var loudest = samples.Max(Math.Abs);
        return Math.Max(0, Array.FindIndex(samples, sample => Math.Abs(sample) > loudest * 0.0316f)) * 2;
    }

    /// <summary>Where the last sound is that is no background: the last sample within 30 dB of the loudest.</summary>
    /// <returns>Bytes from the start to just after it.</returns>
    public static int EndOfSpeech(ReadOnlySpan<byte> pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        var loudest = samples.Max(Math.Abs);
        return (Array.FindLastIndex(samples, sample => Math.Abs(sample) > loudest * 0.0316f) + 1) * 2;
    }
}
