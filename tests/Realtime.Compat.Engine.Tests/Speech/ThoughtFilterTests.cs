using Realtime.Compat.Engine.Responding.Speech;

namespace Realtime.Compat.Engine.Tests.Speech;

public class ThoughtFilterTests
{
    [Theory]
    [InlineData("<think>Hm, a < b.</think>\n\nHello.", "Hello.")]
    [InlineData("Hello. <tool_call>{\"name\":\"f\"}</tool_call>Done.", "Hello. Done.")]
    [InlineData("<THINK>x</Think>Yes", "Yes")]
    [InlineData("1 < 2 and <b>bold</b>", "1 < 2 and <b>bold</b>")]
    [InlineData("Hello <thin", "Hello <thin")]
    [InlineData("Never closed <think>and on", "Never closed ")]
    [InlineData("<think>a</think><think>b</think>c", "c")]
    public void What_is_not_meant_for_the_user_is_left_out_however_it_comes(string written, string seen)
    {
        for (var size = 1; size <= written.Length; size++)
        {
            var filter = new ThoughtFilter();
            var text = string.Concat(written.Chunk(size).Select(piece => filter.Push(new string(piece)))) + filter.Flush();
            Assert.Equal(seen, text);
        }
    }

    [Fact]
    public void Plain_text_is_never_held_back()
    {
        var filter = new ThoughtFilter();
        Assert.Equal("Hello", filter.Push("Hello"));
        Assert.Equal("a ", filter.Push("a <"));
        Assert.Equal("<5", filter.Push("5"));
    }
}
