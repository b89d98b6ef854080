using Xunit.Abstractions;

namespace Realtime.Compat.Audio.Tests;

/// <summary>
/// G.711 arrives at 8 kHz and is heard by the weights that Silero has for that rate; what the others would hear, the audio brought to 16 kHz, is
/// printed beside.
/// </summary>
public class TelephoneTests(ITestOutputHelper output)
{
    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    /// <summary>Signal to noise in dB, infinite for none, and the most frames that may be taken wrongly, in percent.</summary>
    public static TheoryData<double, double> Levels => new() { { double.PositiveInfinity, 2 }, { 15, 2 }, { 10, 2.5 }, { 5, 3.2 }, { 0, 4.5 } };

    [SileroTheory]
    [MemberData(nameof(Levels))]
    public void Telephone_speech_is_told_from_silence_as_through_a_good_microphone(double snrDb, double mostWrongPercent)
    {
        var (frames, wrongAbove, wrongBelow) = (0, 0, 0);
        foreach (var (_, clean) in Recordings())
        {
            // What a good microphone would have given decides which frames are speech.
            var speech = Probabilities(clean, SileroVad.WidebandHz);
            var call = OverTelephone(WithNoise(clean, snrDb));
            var at16 = Probabilities(Resampled(call, SileroVad.TelephoneHz, SileroVad.WidebandHz), SileroVad.WidebandHz);
            var at8 = Probabilities(call, SileroVad.TelephoneHz);
            for (var i = 0; i < Math.Min(speech.Length, Math.Min(at16.Length, at8.Length)); i++, frames++)
            {
                var isSpeech = speech[i] >= 0.5f;
                if (at16[i] >= 0.5f != isSpeech) wrongAbove++;
                if (at8[i] >= 0.5f != isSpeech) wrongBelow++;
            }
        }

        output.WriteLine($"| G.711 at {snrDb} dB, {frames} frames: wrong at 8 kHz {100.0 * wrongBelow / frames:F1} %, brought to 16 kHz {100.0 * wrongAbove / frames:F1} %");
        Assert.InRange(100.0 * wrongBelow / frames, 0, mostWrongPercent);
    }

    /// <summary>The recordings with a second of silence before and after.</summary>
    private static IEnumerable<(string Name, float[] Samples)> Recordings() => SpeechFrames.Audio()
        .Where(audio => audio.Name.EndsWith(".wav", StringComparison.Ordinal) && !audio.Name.Contains("noisy", StringComparison.Ordinal))
        .Select(audio => (audio.Name, (float[])[.. new float[SileroVad.WidebandHz], .. audio.Samples, .. new float[SileroVad.WidebandHz]]));

    private static float[] Probabilities(float[] samples, int rateHz)
    {
        var vad = new SileroVad(Model.Value, rateHz);
        return [.. samples.Chunk(vad.FrameLength).Where(frame => frame.Length == vad.FrameLength).Select(frame => vad.Process(frame))];
    }

    private static float[] WithNoise(float[] samples, double snrDb)
    {
        var power = samples.Sum(x => (double)x * x) / (samples.Length - 2 * SileroVad.WidebandHz);
        var noise = Signals.Noise(samples.Length, seed: 1, amplitude: (float)Math.Sqrt(3 * power * Math.Pow(10, -snrDb / 10)));
        return [.. samples.Zip(noise, (a, b) => a + b)];
    }

    private static float[] OverTelephone(float[] samples)
    {
        var narrow = Resampled(samples, SileroVad.WidebandHz, SileroVad.TelephoneHz);
        var codes = new byte[narrow.Length];
        G711.EncodeMuLaw(narrow, codes);
        G711.DecodeMuLaw(codes, narrow);
        return narrow;
    }

    private static float[] Resampled(float[] samples, int fromHz, int toHz)
    {
        var resampler = new Resampler(fromHz, toHz);
        var room = new float[resampler.MaxOutputLength(samples.Length)];
        var written = resampler.Process(samples, room);
        return room[..(written + resampler.Flush(room.AsSpan(written)))];
    }
}
