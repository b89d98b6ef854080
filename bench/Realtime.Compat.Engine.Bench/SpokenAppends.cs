using System.Text;
using Realtime.Compat.Audio;
using Realtime.Compat.Audio.Tests;

namespace Realtime.Compat.Engine.Bench;

/// <summary>A recording of <see cref="Seconds"/> seconds, four and a half of speech and a silence in which every turn ends, as a client sends it: 20 ms of PCM16 a message.</summary>
internal static class SpokenAppends
{
    public const int Seconds = 8;

    public const int RateHz = 24_000;

    private const string Spoken = "jfk.wav";
    private const double SpeechSeconds = 4.5;
    private const int AppendMs = 20;

    /// <summary>Whose recording is missing; null when it is there.</summary>
    public static string? Missing => Path is null ? $"the front end; {Spoken} of the shared data is not beside the checkout." : null;

    private static string? Path => Repository.Recordings.FirstOrDefault(path => System.IO.Path.GetFileName(path) == Spoken);

    /// <summary>The samples at some rate.</summary>
    public static float[] Samples(int rateHz = RateHz)
    {
        var wav = WavReader.ReadMono(File.ReadAllBytes(Path!));
        var resampler = new Resampler(wav.SampleRateHz, rateHz);
        var speech = new float[resampler.MaxOutputLength(wav.Samples.Length)];
        var length = Math.Min(resampler.Process(wav.Samples.Span, speech), (int)(SpeechSeconds * rateHz));
        var samples = new float[Seconds * rateHz];
        speech.AsSpan(0, length).CopyTo(samples);
        return samples;
    }

    /// <summary>The messages.</summary>
    public static byte[][] Messages() => [.. Samples().Chunk(RateHz / 1000 * AppendMs).Select(Message)];

    private static byte[] Message(float[] samples)
    {
        var pcm = new byte[2 * samples.Length];
        Pcm16.FromFloat(samples, pcm);
        return Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");
    }
}
