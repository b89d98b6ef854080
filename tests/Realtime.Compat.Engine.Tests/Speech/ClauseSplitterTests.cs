using Realtime.Compat.Engine.Responding.Speech;

namespace Realtime.Compat.Engine.Tests.Speech;

public class ClauseSplitterTests
{
    /// <summary>What matters to the splitter: ends, closers, spaces, abbreviations, markup, several scripts, halves of pairs.</summary>
    private static readonly string[] Pieces =
    [
        "a", "word", " ", "  ", "\n", ".", "...", "!", "?", ",", ";", ":", "—", "…", "\"", "'", ")", "**", "`", "```", "|", "1", "42", "3.5", "Dr", "e.g.", "No", "am 3", "U.S.",
        "。", "！", "，", "你", "好吗", "日本", "ภาษา", "ไทย ", "नमस्ते", "।", "مرحبا", "؟", "،", "😀", "\uD83D", "\uDE00", "\u200D", "\u0301", "https://a.bc/d?e", "a@b.co", "# ",
    ];

    [Theory]
    [InlineData("Hello there. How are you?", "Hello there. |How are you?")]
    [InlineData("It costs 3.50 euros. Fine.", "It costs 3.50 euros. |Fine.")]
    [InlineData("Ask Dr. Smith. He knows.", "Ask Dr. Smith. |He knows.")]
    [InlineData("Well of course, that is so. Yes.", "Well of course, |that is so. |Yes.")]
    [InlineData("No, it is not. Really.", "No, it is not. |Really.")]
    [InlineData("He said \"Stop.\" Then he left.", "He said \"Stop.\" |Then he left.")]
    [InlineData("**Stop.** Then go.", "**Stop.** |Then go.")]
    [InlineData("See No. 5 first. I said no. Then left.", "See No. 5 first. |I said no. |Then left.")]
    [InlineData("J. R. Smith, e.g. at 5 p.m. on Monday. Yes.", "J. R. Smith, |e.g. at 5 p.m. on Monday. |Yes.")]
    [InlineData("Version 1.2.3 at 10:30 is out. Ok.", "Version 1.2.3 at 10:30 is out. |Ok.")]
    [InlineData("Das ist am 3. Mai so. Gut.", "Das ist am 3. Mai so. |Gut.")]
    [InlineData("In 1999. Then.", "In 1999. |Then.")]
    [InlineData("你好。今天天气很好！我们走吧", "你好。|今天天气很好！|我们走吧")]
    [InlineData("今天天气很好，我们去公园散步吧。好", "今天天气很好，|我们去公园散步吧。|好")]
    [InlineData("真的吗?是的!好", "真的吗?|是的!|好")]
    [InlineData("नमस्ते। आप कैसे हैं।", "नमस्ते। |आप कैसे हैं।")]
    [InlineData("هل أنت بخير؟ نعم، أنا بخير.", "هل أنت بخير؟ |نعم، أنا بخير.")]
    [InlineData("สวัสดีครับท่าน วันนี้อากาศดี", "สวัสดีครับท่าน |วันนี้อากาศดี")]
    [InlineData("1. Apples\n2. Pears\n", "1. Apples\n|2. Pears\n")]
    [InlineData("Wait... what? Yes!", "Wait... |what? |Yes!")]
    [InlineData("Great!🎉 Next.", "Great!|🎉 Next.")]
    [InlineData("See https://example.com/a.html?b=1 for more. Ok.", "See https://example.com/a.html?b=1 for more. |Ok.")]
    [InlineData("Mail a.b@example.com now. Ok.", "Mail a.b@example.com now. |Ok.")]
    public void Text_is_cut_where_a_speaker_would_pause(string text, string expected)
    {
        Assert.Equal(expected, string.Join('|', Split(text, text.Length)));
        Assert.Equal(expected, string.Join('|', Split(text, 1)));
    }

    [Fact]
    public void The_pieces_joined_are_the_text_and_they_are_the_same_however_it_comes()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var whole = Split(text, text.Length);
            Assert.Equal(text, string.Concat(whole));
            Assert.Equal(whole, Split(text, 1));
            Assert.Equal(whole, Split(text, random.Next(2, 40)));
        }
    }

    [Fact]
    public void A_text_without_any_mark_is_cut_before_it_gets_too_long_and_the_first_piece_soonest()
    {
        var clauses = Split(string.Join(' ', Enumerable.Repeat("word", 400)), 5);
        Assert.True(clauses.Count >= 4);
        Assert.InRange(clauses[0].Length, 100, 130);
        Assert.All(clauses, clause => Assert.True(clause.Length <= 320));
        Assert.All(Split(new string('字', 2000), 3), clause => Assert.InRange(clause.Length, 1, 101));
    }

    [Fact]
    public void The_first_clause_may_end_at_a_comma_and_later_ones_only_when_they_are_long()
    {
        var clauses = Split("In the morning, we go out, and then, when all is done, we come home, eat, and sleep, as everybody does in this small town, year after year.", 3);
        Assert.Equal("In the morning, ", clauses[0]);
        Assert.True(clauses[1].Length > 60);
    }

    [Fact]
    public void No_letter_is_torn_from_its_marks()
    {
        var text = string.Concat(Enumerable.Repeat("e\u0301", 700)) + string.Concat(Enumerable.Repeat("👩\u200D👧", 700)) + "x";
        foreach (var clause in Split(text, 7))
        {
            Assert.False(char.IsLowSurrogate(clause[0]) || clause[0] is '\u0301' or '\u200D');
            Assert.NotEqual('\u200D', clause[^1]);
        }
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
