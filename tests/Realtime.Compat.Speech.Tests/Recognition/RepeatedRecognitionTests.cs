using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Recognition;

public sealed class RepeatedRecognitionTests
{
    private const int RateHz = 16_000;

    [Fact]
    public void The_utterance_is_heard_anew_each_time_it_grows()
    {
        var engine = new ScriptedRecognizer("one", "one two", "one two three");
        using var repeated = new RepeatedRecognition(engine, RecognitionHints.None);

        Assert.Equal("one", repeated.Accept(Sound.Tone(1)));
        Assert.Equal("one two", repeated.Accept(Sound.Tone(1)));
        Assert.Equal("one two three", repeated.Finish().Text);
        Assert.Equal([RateHz, 2 * RateHz, 2 * RateHz], engine.Lengths);
    }

    [Fact]
    public void What_was_asked_twice_is_heard_once()
    {
        var engine = new ScriptedRecognizer("one", "one two");
        using var repeated = new RepeatedRecognition(engine, RecognitionHints.None);

        Assert.Equal(("one", "one"), (repeated.Accept(Sound.Tone(1)), repeated.Peek([]).Text));
        Assert.Equal("one two", repeated.Peek(Sound.Tone(1)).Text);
        Assert.Equal([RateHz, 2 * RateHz], engine.Lengths);
    }

    [Fact]
    public void What_is_longer_than_the_engine_takes_is_settled_and_let_go()
    {
        var engine = new ScriptedRecognizer("first", "rest") { LongestUtterance = TimeSpan.FromSeconds(10) };
        using var repeated = new RepeatedRecognition(engine, RecognitionHints.None);

        Assert.Equal("first rest", repeated.Accept([.. Sound.Tone(8), .. new float[RateHz], .. Sound.Tone(4)]));
        var whole = repeated.Finish();

        Assert.Equal("first rest", whole.Text);
        Assert.All(engine.Lengths, length => Assert.True(length <= 10 * RateHz));
        // The second pass heard only what was not settled, and counts its words from the utterance's start.
        Assert.Equal(3, engine.Lengths.Count);
        Assert.InRange(whole.Words[1].Start.TotalSeconds, 8, 9.2);
    }
}
