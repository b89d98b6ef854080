using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Recognition;

public sealed class UtteranceSplitterTests
{
    private const int RateHz = 16_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Silence_around_speech_is_cut_off_but_for_a_margin()
    {
        float[] samples = [.. new float[RateHz], .. Sound.Tone(2), .. new float[RateHz]];

        var utterance = Assert.Single(UtteranceSplitter.Split(samples, RateHz, Longest));

        Assert.Equal(0.95 * RateHz, utterance.Start.Value, 320.0);
        Assert.Equal(3.05 * RateHz, utterance.End.Value, 320.0);
    }

    [Fact]
    public void A_long_recording_is_parted_in_its_pauses()
    {
        float[] sentence = [.. Sound.Tone(14), .. new float[RateHz / 2]];
        float[] samples = [.. sentence, .. sentence, .. Sound.Tone(14)];

        var utterances = UtteranceSplitter.Split(samples, RateHz, Longest);

        Assert.Equal(3, utterances.Count);
        Assert.Equal(14.1 * RateHz, utterances[0].End.Value, 0.3 * RateHz);
        Assert.Equal(28.6 * RateHz, utterances[1].End.Value, 0.3 * RateHz);
    }

    [Fact]
    public void Sound_without_any_pause_is_parted_all_the_same_and_nothing_is_lost()
    {
        var samples = Sound.Tone(100);

        var utterances = UtteranceSplitter.Split(samples, RateHz, Longest);

        Assert.All(utterances, utterance => Assert.True(utterance.GetOffsetAndLength(samples.Length).Length <= Longest.TotalSeconds * RateHz));
        Assert.Equal(0, utterances[0].Start.Value);
        Assert.Equal(samples.Length, utterances[^1].End.Value);
        Assert.All(utterances.Zip(utterances.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(16_000)]
    public void Digital_silence_holds_no_utterance(int length) => Assert.Empty(UtteranceSplitter.Split(new float[length], RateHz, Longest));
}
