using Realtime.Compat.Engine.Responding.Speech;

namespace Realtime.Compat.Engine.Tests.Speech;

public class ClauseSplitterTests
{
    [Theory]
    [InlineData("Hello there. How are you?", "Hello there. |How are you?")]
    [InlineData("It costs 3.50 euros. Fine.", "It costs 3.50 euros. |Fine.")]
    [InlineData("Ask Dr. Smith. He knows.", "Ask Dr. Smith. |He knows.")]
    [InlineData("Well of course, that is so. Yes.", "Well of course, |that is so. |Yes.")]
    [InlineData("No, it is not. Really.", "No, it is not. |Really.")]
    [InlineData("He said \"Stop.\" Then he left.", "He said \"Stop.\" |Then he left.")]
    [InlineData("你好。今天天气很好！我们走吧", "你好。|今天天气很好！|我们走吧")]
    [InlineData("नमस्ते। आप कैसे हैं।", "नमस्ते। |आप कैसे हैं।")]
    [InlineData("1. Apples\n2. Pears\n", "1. Apples\n|2. Pears\n")]
    [InlineData("Wait... what? Yes!", "Wait... |what? |Yes!")]
    [InlineData("See https://example.com/a.html for more. Ok.", "See https://example.com/a.html for more. |Ok.")]
    public void Text_is_cut_where_a_speaker_would_pause(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', Split(text, text.Length)));
        // However the stream is cut, one character at a time too, the pieces are the same.
        Assert.Equal(expected, string.Join('|', Split(text, 1)));
    }

    [Fact]
    public void The_pieces_joined_are_the_text_whatever_it_is_and_however_it_comes()
    {
        var random = new Random(7);
        const string Alphabet = "abc XY.,;:!?。，\n\"'()12*😀नสวย—";
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 400)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            Assert.Equal(text, string.Concat(Split(text, random.Next(1, 20))));
        }
    }

    [Fact]
    public void A_text_without_any_mark_is_cut_before_it_gets_too_long()
    {
        var clauses = Split(string.Join(' ', Enumerable.Repeat("word", 400)), 5);
        Assert.True(clauses.Count >= 4);
        Assert.All(clauses, clause => Assert.True(clause.Length <= 320));
        Assert.All(Split(new string('字', 2000), 3), clause => Assert.True(clause.Length <= 620));
    }

    private static List<string> Split(string text, int pieceLength)
    {
        var splitter = new ClauseSplitter();
        List<string> clauses = [];
        for (var i = 0; i < text.Length; i += pieceLength)
            clauses.AddRange(splitter.Add(text.Substring(i, Math.Min(pieceLength, text.Length - i))));
        if (splitter.Flush() is { } rest)
            clauses.Add(rest);
        return clauses;
    }
}
