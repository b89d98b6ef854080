using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Tests.Synthesis;

public sealed class ClausesTests
{
    [Theory]
    [InlineData("Hello. How are you?", new[] { "Hello.", "How are you?" })]
    [InlineData("It costs 3.14 at 10:30 on example.com, you know.", new[] { "It costs 3.14 at 10:30 on example.com, you know." })]
    [InlineData("Mr. Smith met Dr. Jones in the U.S. army.", new[] { "Mr. Smith met Dr. Jones in the U.S. army." })]
    [InlineData("She said \"Go!\" Then she left.", new[] { "She said \"Go!\"", "Then she left." })]
    [InlineData("今天天气很好。我们去公园吧！", new[] { "今天天气很好。", "我们去公园吧！" })]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("Wait...  what?!", new[] { "Wait...", "what?!" })]
    [InlineData("Really?!", new[] { "Really?!" })]
    [InlineData("5 €", new[] { "5 €" })]
    [InlineData("50%", new[] { "50%" })]
    [InlineData("a\0b", new[] { "a b" })]
    public void Sentences_become_clauses(string text, string[] clauses) => Assert.Equal(clauses, Clauses.Split(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("... -- !!!")]
    [InlineData("\u0000\u0001")]
    public void What_cannot_be_said_makes_no_clause(string text) => Assert.Empty(Clauses.Split(text));

    [Fact]
    public void A_long_sentence_is_cut_at_commas()
    {
        var clauses = Clauses.Split(
            "This is quite a long beginning of a sentence that goes on without any pause at all, and here it breathes, and then it ends.").ToArray();

        Assert.Equal(2, clauses.Length);
        Assert.EndsWith("at all,", clauses[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("word ")]
    [InlineData("天")]
    [InlineData("𝒳")]
    [InlineData("a")]
    public void Text_without_any_pause_is_cut_all_the_same(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 4000 / piece.Length)).Trim();

        var clauses = Clauses.Split(text).ToArray();

        Assert.All(clauses, clause => Assert.InRange(clause.Length, 1, 480));
        Assert.All(clauses, clause => Assert.DoesNotContain('\uFFFD', clause));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(clauses).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_letter() => Assert.Equal(["a b"], Clauses.Split("a\uD800b"));
}
