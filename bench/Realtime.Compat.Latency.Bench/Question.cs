using Realtime.Compat.Audio;

namespace Realtime.Compat.Latency.Bench;

/// <summary>A spoken question as a microphone gives it: 24 kHz PCM16 that ends with its last audible sample.</summary>
internal sealed record Question(byte[] Pcm)
{
    private const int RateHz = 24_000;

    /// <summary>Below this share of the loudest sample a sample counts as silence (−40 dB).</summary>
    private const float Audible = 0.01f;

    public int SpeechMs => Pcm.Length / 48;

    public static Question Load(byte[] wav)
    {
        var audio = WavReader.ReadMono(wav);
        var resampler = new Resampler(audio.SampleRateHz, RateHz);
        var samples = new float[resampler.MaxOutputLength(audio.Samples.Length)];
        var length = resampler.Process(audio.Samples.Span, samples);
        length += resampler.Flush(samples.AsSpan(length));

        var loudest = samples.AsSpan(0, length).ToArray().Max(Math.Abs);
        while (length > 0 && Math.Abs(samples[length - 1]) < loudest * Audible)
            length--;
        var pcm = new byte[length * 2];
        Pcm16.FromFloat(samples.AsSpan(0, length), pcm);
        return new Question(pcm);
    }
}
