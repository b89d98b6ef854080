using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Tests.Recognition;

public sealed class PromptWordsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("Kubernetes, gRPC, San Francisco.", "Kubernetes|gRPC|San Francisco")]
    [InlineData("天气，公园", "天气|公园")]
    [InlineData("The caller talks about his Tesla and the A380. Answer in English.", "Tesla|A380|English")]
    [InlineData("please write everything down as you hear it", "")]
    public void Names_are_taken_out_of_a_prompt(string? prompt, string words) =>
        Assert.Equal(words, string.Join('|', PromptWords.Of(prompt)));
}
