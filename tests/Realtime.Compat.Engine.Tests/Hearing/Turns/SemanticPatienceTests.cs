using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

public class SemanticPatienceTests
{
    [Fact]
    public void A_judgement_sets_the_wait_while_no_words_are_known()
    {
        Assert.Equal(SemanticWait.Ms(Eagerness.Auto, 0), WaitMs(null, null));
        Assert.Equal(SemanticWait.Ms(Eagerness.Auto, Math.Log(0.8 / 0.2)), WaitMs(null, 0.8));
        Assert.InRange(WaitMs(null, 0.95), 288, 320);
        Assert.InRange(WaitMs(null, 0.05), 3400, 4000);
    }

    [Theory]
    [InlineData("What time is it?")]
    [InlineData("I would like a table for")]
    [InlineData("hello")]
    public void Words_and_judgement_add_up(string words)
    {
        Assert.True(WaitMs(words, 0.9) < WaitMs(words, null));
        Assert.True(WaitMs(words, null) < WaitMs(words, 0.1));
        Assert.Equal(WaitMs(words, null), WaitMs(words, 0.5));
    }

    [Fact]
    public void However_sure_a_model_is_the_words_still_count()
    {
        Assert.Equal(WaitMs("hello", 0.97), WaitMs("hello", 1));
        Assert.Equal(WaitMs("hello", 0.03), WaitMs("hello", 0));
        Assert.True(WaitMs("so I was, um", 1) > WaitMs("What time is it?", 1) + 150);
    }

    [Fact]
    public void A_judgement_does_not_outlive_its_silence()
    {
        var patience = new SemanticPatience(Eagerness.Auto, 16_000);
        patience.Begin();
        patience.Judge(0.99);
        Assert.InRange(patience.WaitMs, 288, 300);

        patience.GoOn();

        Assert.Equal(SemanticWait.Ms(Eagerness.Auto, 0), patience.WaitMs);
    }

    private static int WaitMs(string? words, double? judgement)
    {
        var patience = new SemanticPatience(Eagerness.Auto, 16_000);
        patience.Begin();
        if (words is not null)
            patience.Understand(words);
        if (judgement is { } completion)
            patience.Judge(completion);
        return patience.WaitMs;
    }
}
