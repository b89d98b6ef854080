using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa;

namespace Realtime.Compat.Speech.Tests.Sherpa;

public sealed class SherpaResultTests
{
    [Fact]
    public void Pieces_of_words_are_put_together_with_their_times()
    {
        var heard = Read("""{"lang":"", "text":" HELLO WORLD", "timestamps":[0.1, 0.3, 0.9], "durations":[], "tokens":[" HE", "LLO", " WORLD"], "ys_log_probs":[-0.1, -0.7, -0.2]}""");

        Assert.Equal("HELLO WORLD", heard.Text);
        Assert.Equal(
            [new RecognizedWord("HELLO", TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.9), -0.7), new RecognizedWord("WORLD", TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2), -0.2)],
            heard.Words);
    }

    [Fact]
    public void Chinese_characters_are_words_of_their_own() =>
        Assert.Equal(["天", "气", "ok"], Read("""{"text":"天气 ok", "timestamps":[0.1, 0.2, 0.3, 0.4], "tokens":["天", "气", "o@@", "k"]}""").Words.Select(word => word.Text));

    [Theory]
    [InlineData("""{"text":"你好", "timestamps":[0.1, 0.2], "tokens":["<0xE4>", "bd"]}""")]
    [InlineData("""{"text":"hello", "timestamps":[], "tokens":["hello"]}""")]
    public void Without_times_or_with_pieces_that_are_no_text_there_are_no_words(string json)
    {
        Assert.NotEqual("", Read(json).Text);
        Assert.Empty(Read(json).Words);
    }

    [Fact]
    public void The_language_the_engine_heard_is_told()
    {
        Assert.Equal("zh", Read("""{"lang":"<|zh|>", "text":"好"}""").Language);
        Assert.Equal("en", Read("""{"lang":"en", "text":"good"}""").Language);
        Assert.Null(Read("""{"lang":"", "text":"good"}""").Language);
    }

    [Theory]
    [InlineData("{\"text\":\"a\u0001b\", \"ys_log_probs\":[-inf, nan]}", "a b")]
    [InlineData("""{"text":"   "}""", "")]
    [InlineData("{}", "")]
    public void What_JSON_does_not_have_is_read_all_the_same(string json, string text) => Assert.Equal(text, Read(json).Text);

    [Fact]
    public void A_result_that_is_none_is_an_error_of_the_engine() => Assert.Throws<EngineException>(() => Read("{\"text\":"));

    [Theory]
    [InlineData("Thank you. Thank you. Thank you. Thank you. Thank you. Thank you. Thank you. Thank you.", "Thank you. Thank you.")]
    [InlineData("好的好的好的好的好的好的好的", "好的")]
    [InlineData("no no no no, I said no", "no no no no, I said no")]
    [InlineData("10000000000000000", "10000000000000000")]
    public void A_model_that_has_lost_its_way_is_not_quoted_in_full(string text, string shortened) => Assert.Equal(shortened, SherpaResult.Clean(text));

    private static RecognizedUtterance Read(string json)
    {
        var pointer = Marshal.StringToCoTaskMemUTF8(json);
        try
        {
            return SherpaResult.Read(pointer, TimeSpan.FromSeconds(2), null);
        }
        finally
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }
}
