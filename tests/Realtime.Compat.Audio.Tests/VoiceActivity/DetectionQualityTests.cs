using Xunit.Abstractions;

namespace Realtime.Compat.Audio.Tests;

/// <summary>The ear resamples for the detector by the lesser of two filters: the detector must not hear the difference.</summary>
public class DetectionQualityTests(ITestOutputHelper output)
{
    private const int ClientRateHz = 24_000;

    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    [SileroFact]
    public void The_detector_hears_the_same_through_the_filter_made_for_it()
    {
        var (frames, different, speech) = (0, 0, 0);
        foreach (var (name, samples) in SpeechFrames.Audio().Where(audio => audio.Name.EndsWith(".wav", StringComparison.Ordinal)))
        {
            var sent = Resampled(samples, SileroVad.WidebandHz, ClientRateHz, ResamplerQuality.Transparent);
            var best = Probabilities(Resampled(sent, ClientRateHz, SileroVad.WidebandHz, ResamplerQuality.Transparent));
            var heard = Probabilities(Resampled(sent, ClientRateHz, SileroVad.WidebandHz, ResamplerQuality.Detection));
            frames += best.Length;
            speech += best.Count(probability => probability >= 0.5f);
            different += best.Zip(heard).Count(pair => pair.First >= 0.5f != pair.Second >= 0.5f);
        }

        output.WriteLine($"{frames} frames, {speech} of speech, {different} told differently");
        Assert.InRange(different, 0, frames / 200);
    }

    private static float[] Probabilities(float[] samples)
    {
        var vad = new SileroVad(Model.Value);
        return [.. SpeechFrames.Frames(samples).Select(frame => vad.Process(frame.Span))];
    }

    private static float[] Resampled(float[] samples, int fromHz, int toHz, ResamplerQuality quality)
    {
        var resampler = new Resampler(fromHz, toHz, quality);
        var room = new float[resampler.MaxOutputLength(samples.Length)];
        var length = resampler.Process(samples, room);
        return room[..(length + resampler.Flush(room.AsSpan(length)))];
    }
}
