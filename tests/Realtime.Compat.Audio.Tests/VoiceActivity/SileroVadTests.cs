using Xunit.Abstractions;

namespace Realtime.Compat.Audio.Tests;

public class SileroVadTests(ITestOutputHelper output)
{
    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    public static TheoryData<int> Rates => [.. SpeechFrames.Rates];

    [OnnxRuntimeTheory]
    [MemberData(nameof(Rates))]
    public void Equals_onnx_runtime_on_every_frame_of_every_recording(int rateHz)
    {
        foreach (var (name, samples) in SpeechFrames.Audio(rateHz))
        {
            using var reference = new OnnxRuntimeVad(SileroVadModel.DefaultPath, rateHz);
            var vad = new SileroVad(Model.Value, rateHz);
            var (frames, speech, worst) = (0, 0, 0f);
            foreach (var frame in SpeechFrames.Frames(samples, vad.FrameLength))
            {
                var expected = reference.Process(frame.Span);
                var actual = vad.Process(frame.Span);
                worst = Math.Max(worst, Math.Abs(actual - expected));
                frames++;
                if (expected > 0.5f) speech++;
            }

            output.WriteLine($"{name}: {frames} frames, {speech} of speech, largest difference {worst:E1}");
            Assert.True(worst < 1e-4f, $"{name}: differs from ONNX Runtime by {worst}");
        }
    }

    [SileroFact]
    public void Hears_no_speech_in_silence_and_noise()
    {
        var vad = new SileroVad(Model.Value);
        foreach (var frame in SpeechFrames.Frames(new float[50 * SpeechFrames.Length])) Assert.InRange(vad.Process(frame.Span), 0, 0.2f);
        vad.Reset();
        foreach (var frame in SpeechFrames.Frames(Signals.Noise(50 * SpeechFrames.Length, seed: 1, amplitude: 0.01f))) Assert.InRange(vad.Process(frame.Span), 0, 0.5f);
    }

    [SileroFact]
    public void Streams_do_not_hear_each_other()
    {
        var one = Signals.Babble(30 * SpeechFrames.Length, SileroVad.WidebandHz, seed: 2);
        var other = Signals.Babble(30 * SpeechFrames.Length, SileroVad.WidebandHz, seed: 3);
        var alone = Probabilities(new SileroVad(Model.Value), one);

        var first = new SileroVad(Model.Value);
        var second = new SileroVad(Model.Value);
        var together = new List<float>();
        foreach (var (mine, theirs) in SpeechFrames.Frames(one).Zip(SpeechFrames.Frames(other)))
        {
            together.Add(first.Process(mine.Span));
            second.Process(theirs.Span);
        }

        Assert.Equal(alone, together);
    }

    [SileroFact]
    public void Reset_forgets_the_past()
    {
        var samples = Signals.Babble(20 * SpeechFrames.Length, SileroVad.WidebandHz, seed: 4);
        var vad = new SileroVad(Model.Value);
        var fresh = Probabilities(vad, samples);
        Assert.NotEqual(fresh[0], vad.Process(samples.AsSpan(0, SpeechFrames.Length)));

        vad.Reset();

        Assert.Equal(fresh, Probabilities(vad, samples));
    }

    [SileroFact]
    public void A_frame_of_broken_samples_counts_as_silence_and_does_no_lasting_harm()
    {
        foreach (var broken in new[] { float.NaN, float.PositiveInfinity, 1e30f })
        {
            var frame = Signals.Noise(SpeechFrames.Length, seed: 5);
            frame[100] = broken;
            var hit = new SileroVad(Model.Value);
            var spared = new SileroVad(Model.Value);
            Assert.Equal(spared.Process(new float[SpeechFrames.Length]), hit.Process(frame));

            var next = Signals.Noise(SpeechFrames.Length, seed: 6);
            Assert.Equal(spared.Process(next), hit.Process(next));
        }
    }

    [SileroFact]
    public void A_frame_of_another_length_is_refused()
    {
        var vad = new SileroVad(Model.Value);
        Assert.Contains("512", Assert.Throws<ArgumentException>(() => vad.Process(new float[511])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => vad.Process(new float[513]));
        Assert.Contains("256", Assert.Throws<ArgumentException>(() => new SileroVad(Model.Value, SileroVad.TelephoneHz).Process(new float[512])).Message, StringComparison.Ordinal);
    }

    [SileroFact]
    public void A_rate_without_weights_is_refused() =>
        Assert.Contains("8000 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => new SileroVad(Model.Value, 24_000)).Message, StringComparison.Ordinal);

    [SileroFact]
    public void Allocates_nothing_per_frame_whatever_rates_take_turns()
    {
        var vads = SpeechFrames.Rates.Select(rateHz => new SileroVad(Model.Value, rateHz)).ToArray();
        var frames = vads.Select(vad => Signals.Noise(vad.FrameLength, seed: 7)).ToArray();
        Allocations.AssertNone(() =>
        {
            for (var i = 0; i < vads.Length; i++) vads[i].Process(frames[i]);
        });
    }

    private static List<float> Probabilities(SileroVad vad, float[] samples) => [.. SpeechFrames.Frames(samples).Select(frame => vad.Process(frame.Span))];
}
