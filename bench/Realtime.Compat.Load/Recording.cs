using System.Text;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Load;

/// <summary>What one turn of a microphone sends: a recording and the silence after it, as messages of 20 ms that are made once.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Messages">An <c>input_audio_buffer.append</c> for each 20 ms.</param>
/// <param name="LastAudible">The message with the last sample that can be heard.</param>
internal sealed record Recording(string Name, ReadOnlyMemory<byte>[] Messages, int LastAudible)
{
    public const int MessageMs = 20;

    private const int RateHz = 24_000;
    private const int MessageSamples = RateHz / 1000 * MessageMs;

    /// <summary>Time for the turn to end, the answer to come, and the detector to forget.</summary>
    private const int SilenceMs = 2_500;

    /// <summary>The detector's frames are 32 ms: recordings that begin on multiples of both lengths are heard alike each time.</summary>
    private const int AlignmentMs = 160;

    /// <summary>Below this share of the loudest sample a sample counts as silence (−40 dB).</summary>
    private const float Audible = 0.01f;

    /// <summary>Audio times, from the recording's start, at which turns end when nothing else goes on.</summary>
    public IReadOnlyList<long> TurnEndsMs { get; set; } = [];

    public int LengthMs => Messages.Length * MessageMs;

    /// <summary>All recordings of a folder.</summary>
    /// <param name="folder">Null for the ones beside the checkout.</param>
    public static Recording[] LoadAll(string? folder)
    {
        folder ??= Path.Combine(Repository(), "..", "shared", "audio", "en");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.wav") : [];
        if (files.Length == 0)
            throw new DirectoryNotFoundException($"There are no WAV files in {folder}; name a folder of recorded speech with --recordings.");
        return [.. files.Order(StringComparer.Ordinal).Select(file => From(Path.GetFileName(file), File.ReadAllBytes(file)))];
    }

    private static Recording From(string name, byte[] wav)
    {
        var audio = WavReader.ReadMono(wav);
        var resampler = new Resampler(audio.SampleRateHz, RateHz);
        var speech = new float[resampler.MaxOutputLength(audio.Samples.Length)];
        var length = resampler.Process(audio.Samples.Span, speech);
        length += resampler.Flush(speech.AsSpan(length));

        var loudest = speech.AsSpan(0, length).ToArray().Max(Math.Abs);
        while (length > 0 && Math.Abs(speech[length - 1]) < loudest * Audible)
            length--;
        var lengthMs = (length * 1000 / RateHz + SilenceMs + AlignmentMs - 1) / AlignmentMs * AlignmentMs;
        var samples = new float[RateHz / 1000 * lengthMs];
        speech.AsSpan(0, length).CopyTo(samples);
        return new Recording(name, [.. samples.Chunk(MessageSamples).Select(Append)], (length - 1) / MessageSamples);
    }

    private static ReadOnlyMemory<byte> Append(float[] samples)
    {
        var pcm = new byte[2 * samples.Length];
        Pcm16.FromFloat(samples, pcm);
        return Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(pcm)}}"}""");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Realtime.Compat.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The load generator runs inside the repository.");
        return folder.FullName;
    }
}
