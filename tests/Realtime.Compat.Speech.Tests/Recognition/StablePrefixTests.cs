using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Tests.Recognition;

public sealed class StablePrefixTests
{
    [Theory]
    [InlineData("the wea|the weather is|the weather is nice|", "|the| weather|", " is nice")]
    [InlineData("今天|今天天|今天天气好|", "|今天|天|", "气好")]
    [InlineData("a b|c d|a b c|a b d|", "|||a b|", " d")]
    [InlineData("x|x|", "||", "x")]
    public void Whole_words_on_which_two_texts_agree_are_given_out_once(string texts, string deltas, string rest)
    {
        var prefix = new StablePrefix();
        var seen = texts.Split('|')[..^1];

        Assert.Equal(deltas.Split('|')[..^1], seen.Select(prefix.Update));
        Assert.Equal(rest, prefix.Finish(seen[^1]));
        Assert.Equal(seen[^1], prefix.Given);
    }

    [Fact]
    public void What_was_given_out_is_never_taken_back()
    {
        var prefix = new StablePrefix();
        prefix.Update("one two three");
        Assert.Equal("one two", prefix.Update("one two four"));

        Assert.Equal("", prefix.Update("won too"));
        Assert.Equal("", prefix.Update("won too"));
        Assert.Equal("", prefix.Finish("won too"));
        Assert.Equal("one two", prefix.Given);
    }
}
