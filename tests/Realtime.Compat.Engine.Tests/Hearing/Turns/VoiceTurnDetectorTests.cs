using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;

namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

public class VoiceTurnDetectorTests
{
    private const int FrameMs = 32;

    [Fact]
    public void A_turn_starts_before_its_first_speech_and_ends_after_its_silence()
    {
        var marks = Hear(Detector(0.5, 300, 480), [.. Frames(20, 0.1f), .. Frames(10, 0.9f), .. Frames(20, 0.1f)]);
        Assert.Equal([(TurnMarkKind.Started, 640 - 300), (TurnMarkKind.Ended, 960 + 480)], marks);
    }

    [Fact]
    public void A_click_starts_nothing() => Assert.Empty(Hear(Detector(0.5, 300, 500), [.. Frames(5, 0), 0.9f, .. Frames(5, 0), 0.95f, .. Frames(5, 0)]));

    [Fact]
    public void A_voice_that_trails_off_does_not_end_the_turn()
    {
        // 0.4 is below the start threshold but above the release threshold of 0.35.
        var marks = Hear(Detector(0.5, 0, 320), [.. Frames(4, 0.9f), .. Frames(30, 0.4f), .. Frames(9, 0.3f)]);
        Assert.Equal([(TurnMarkKind.Started, 0)], marks);
    }

    [Fact]
    public void The_padding_never_reaches_into_the_turn_before()
    {
        var marks = Hear(Detector(0.5, 1000, 320), [.. Frames(10, 0.9f), .. Frames(12, 0), .. Frames(4, 0.9f)]);
        Assert.Equal((TurnMarkKind.Ended, 640), marks[1]);
        Assert.Equal((TurnMarkKind.Started, 640), marks[2]);
    }

    [Fact]
    public void A_pause_may_be_the_end_until_the_speaker_goes_on()
    {
        var detector = Detector(0.5, 0, 640);
        float[] probabilities = [.. Frames(4, 0.9f), .. Frames(8, 0), .. Frames(2, 0.9f), .. Frames(20, 0)];
        var marks = probabilities.Select((p, i) => detector.Hear(new SpeechFrame(p, i * FrameMs, (i + 1) * FrameMs), [])).Where(m => m.Kind is not TurnMarkKind.None).ToList();
        Assert.Equal([TurnMarkKind.Started, TurnMarkKind.MayHaveEnded, TurnMarkKind.WentOn, TurnMarkKind.MayHaveEnded, TurnMarkKind.Ended], marks.Select(m => m.Kind));
        Assert.Equal((4 + 7) * FrameMs, marks[1].AtMs);
    }

    [Fact]
    public void A_speaker_goes_on_with_a_turn_whose_end_was_taken_back()
    {
        var detector = Detector(0.5, 0, 320);
        float[] probabilities = [.. Frames(4, 0.9f), .. Frames(10, 0), .. Frames(3, 0), .. Frames(2, 0.9f), .. Frames(10, 0)];
        List<(TurnMarkKind Kind, long AtMs)> marks = [];
        for (var i = 0; i < probabilities.Length; i++)
        {
            var mark = detector.Hear(new SpeechFrame(probabilities[i], i * FrameMs, (i + 1) * FrameMs), []);
            if (mark.Kind is TurnMarkKind.Ended && i == 13)
                detector.Reopen(mark.AtMs);
            if (mark.Kind is not TurnMarkKind.None)
                marks.Add((mark.Kind, mark.AtMs));
        }

        Assert.Equal([TurnMarkKind.Started, TurnMarkKind.MayHaveEnded, TurnMarkKind.Ended, TurnMarkKind.WentOn, TurnMarkKind.MayHaveEnded, TurnMarkKind.Ended], marks.Select(mark => mark.Kind));
        Assert.Equal(17 * FrameMs, marks[3].AtMs);
    }

    [Fact]
    public void The_padding_never_reaches_behind_where_a_turn_was_ended_otherwise()
    {
        var detector = Detector(0.5, 1000, 320);
        Hear(detector, [.. Frames(10, 0.9f)]);
        detector.Reset(310);
        detector.Hear(new SpeechFrame(0.9f, 320, 352), []);
        Assert.Equal(new TurnMark(TurnMarkKind.Started, 310), detector.Hear(new SpeechFrame(0.9f, 352, 384), []));
    }

    private static VoiceTurnDetector Detector(double threshold, int paddingMs, int silenceMs) => new(threshold, paddingMs, new FixedPatience(silenceMs));

    private static IEnumerable<float> Frames(int count, float probability) => Enumerable.Repeat(probability, count);

    private static List<(TurnMarkKind, long)> Hear(VoiceTurnDetector detector, float[] probabilities) =>
    [
        .. probabilities
            .Select((p, i) => detector.Hear(new SpeechFrame(p, i * FrameMs, (i + 1) * FrameMs), []))
            .Where(mark => mark.Kind is TurnMarkKind.Started or TurnMarkKind.Ended)
            .Select(mark => (mark.Kind, mark.AtMs)),
    ];
}
