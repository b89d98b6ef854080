using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Streaming;

public sealed class AnswerFilterTests
{
    private static (string Text, string Thoughts, string Calls) Filter(IEnumerable<string> chunks, bool withTools, bool startsInThought = false)
    {
        var filter = new AnswerFilter(withTools ? [Say.Weather, Say.Lamp] : [], startsInThought);
        List<AIContent> contents = [.. chunks.SelectMany(filter.Push), .. filter.End()];
        return (
            string.Concat(contents.OfType<TextContent>().Select(t => t.Text)),
            string.Concat(contents.OfType<TextReasoningContent>().Select(t => t.Text)),
            string.Join(' ', contents.OfType<FunctionCallContent>().Select(c => c.Name + c.Arguments())));
    }

    [Theory]
    [InlineData("<think>Hmm</think>Yes.", "Yes.", "Hmm", "")]
    [InlineData("<thinking>Hmm\n</thinking>\n\nYes.", "Yes.", "Hmm\n", "")]
    [InlineData("<think>never closed", "", "never closed", "")]
    [InlineData("thought</think>Yes.", "thoughtYes.", "", "")]
    [InlineData("1 < 2 and <b>bold</b> <thin", "1 < 2 and <b>bold</b> <thin", "", "")]
    [InlineData("Sure.<tool_call>{\"name\":\"switch_lamp\",\"arguments\":{\"on\":true}}</tool_call> Done.", "Sure. Done.", "", "switch_lamp{\"on\":true}")]
    [InlineData("<tool_call>{\"name\":\"switch_lamp\",\"arguments\":{}}</tool_call><tool_call>{\"name\":\"get_weather\",\"arguments\":{}}", "", "", "switch_lamp{} get_weather{}")]
    [InlineData("<tool_call>{nonsense</tool_call>", "", "", "")]
    [InlineData("Look: ```python\nprint(1)\n``` ok", "Look: ```python\nprint(1)\n``` ok", "", "")]
    [InlineData("{\"answer\": 42}", "{\"answer\": 42}", "", "")]
    [InlineData("[laughs] Sure.", "[laughs] Sure.", "", "")]
    [InlineData("{\"name\":\"fly\",\"arguments\":{}}", "{\"name\":\"fly\",\"arguments\":{}}", "", "")]
    [InlineData("[{\"name\":\"switch_lamp\",\"arguments\":{\"on\":true}},{\"name\":\"get_weather\",\"arguments\":{\"city\":\"}\\\"\"}}]", "", "", "switch_lamp{\"on\":true} get_weather{\"city\":\"}\\u0022\"}")]
    [InlineData("Use {braces} freely.", "Use {braces} freely.", "", "")]
    public void However_it_is_cut_the_answer_is_the_same(string printed, string text, string thoughts, string calls)
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var chunks = new List<string>();
            for (var at = 0; at < printed.Length;)
            {
                var length = round == 0 ? printed.Length : round == 1 ? 1 : Math.Min(printed.Length - at, 1 + random.Next(9));
                chunks.Add(printed.Substring(at, length));
                at += length;
            }

            Assert.Equal((text, thoughts, calls), Filter(chunks, withTools: true));
        }
    }

    [Fact]
    public void Without_tools_nothing_is_taken_for_a_call()
    {
        const string Printed = "{\"name\":\"switch_lamp\",\"arguments\":{}} <tool_call>";

        Assert.Equal((Printed, "", ""), Filter([Printed], withTools: false));
    }

    [Fact]
    public void Plain_text_is_not_withheld()
    {
        var filter = new AnswerFilter([Say.Weather], startsInThought: false);

        Assert.Equal("Hello ", Assert.IsType<TextContent>(Assert.Single(filter.Push("Hello "))).Text);
    }

    [Theory]
    [InlineData("thought</think>Yes.", "Yes.", "thought")]
    [InlineData("<think>thought</think>Yes.", "Yes.", "thought")]
    [InlineData("No thought today.", "No thought today.", "")]
    public void A_model_known_to_start_in_thought_is_held_back_until_it_speaks(string printed, string text, string thoughts) =>
        Assert.Equal((text, thoughts, ""), Filter(printed.Chunk(4).Select(c => new string(c)), withTools: false, startsInThought: true));
}
