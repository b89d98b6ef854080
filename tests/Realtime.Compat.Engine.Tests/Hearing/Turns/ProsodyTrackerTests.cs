using Realtime.Compat.Engine.Hearing.Turns.Prosody;

namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

public class ProsodyTrackerTests
{
    private const int RateHz = 16_000;
    private const int FrameLength = 512;

    [Theory]
    [InlineData(85)]
    [InlineData(120)]
    [InlineData(210)]
    [InlineData(350)]
    public void A_voice_has_the_pitch_it_was_made_with(double hz)
    {
        var pitch = new PitchEstimator(RateHz);
        var estimates = Voice(10, _ => hz).Select(frame => pitch.Estimate(frame)).Skip(2);
        Assert.All(estimates, estimate => Assert.InRange(estimate, hz * 0.96, hz * 1.04));
    }

    [Fact]
    public void A_telephone_hears_the_same_pitch()
    {
        var (wide, narrow) = (new PitchEstimator(RateHz), new PitchEstimator(RateHz / 2));
        foreach (var frame in Voice(10, _ => 140).Skip(2))
        {
            // Every second sample: the buzz has no overtones beyond 4 kHz.
            var half = frame.Where((_, i) => i % 2 == 0).ToArray();
            Assert.Equal(wide.Estimate(frame), narrow.Estimate(half), 1f);
        }
    }

    [Fact]
    public void Noise_has_no_pitch()
    {
        var random = new Random(1);
        var pitch = new PitchEstimator(RateHz);
        var voiced = Enumerable.Range(0, 50).Count(_ => pitch.Estimate([.. Enumerable.Range(0, FrameLength).Select(_ => random.NextSingle() - 0.5f)]) > 0);
        Assert.InRange(voiced, 0, 5);
    }

    [Fact]
    public void A_voice_that_falls_to_its_floor_sounds_more_finished_than_one_that_stays_level()
    {
        var falling = OddsOf(t => t < 1 ? 140 + 15 * Math.Sin(t * 9) : 140 - 90 * (t - 1));
        var rising = OddsOf(t => t < 1 ? 140 + 15 * Math.Sin(t * 9) : 140 + 130 * (t - 1));
        var level = OddsOf(t => t < 1 ? 140 + 15 * Math.Sin(t * 9) : 142);
        Assert.True(falling > 0.3, $"falling {falling:F2}");
        Assert.True(rising > 0, $"rising {rising:F2}");
        Assert.True(level < -0.3, $"level {level:F2}");
    }

    [Fact]
    public void Of_silence_nothing_can_be_told()
    {
        var tracker = new ProsodyTracker(RateHz);
        for (var i = 0; i < 40; i++)
            tracker.Hear(new float[FrameLength], isSpeech: i < 20);
        Assert.Equal(0, tracker.LogOdds());
    }

    /// <summary>A second and a half of voice, and a pause.</summary>
    private static double OddsOf(Func<double, double> hzAt)
    {
        var tracker = new ProsodyTracker(RateHz);
        foreach (var frame in Voice(47, hzAt))
            tracker.Hear(frame, isSpeech: true);
        for (var i = 0; i < 7; i++)
            tracker.Hear(new float[FrameLength], isSpeech: false);
        return tracker.LogOdds();
    }

    /// <summary>Frames of a buzz with falling overtones.</summary>
    private static IEnumerable<float[]> Voice(int frames, Func<double, double> hzAt)
    {
        var phase = 0.0;
        for (var i = 0; i < frames; i++)
        {
            var frame = new float[FrameLength];
            for (var n = 0; n < FrameLength; n++)
            {
                phase += hzAt((i * FrameLength + n) / (double)RateHz) / RateHz;
                for (var overtone = 1; overtone <= 8; overtone++)
                    frame[n] += (float)(0.1 / overtone * Math.Sin(2 * Math.PI * overtone * phase));
            }

            yield return frame;
        }
    }
}
