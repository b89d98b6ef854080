using Realtime.Compat.Engine.Responding.Speech;

namespace Realtime.Compat.Engine.Tests.Speech;

public class SpeakableTests
{
    [Theory]
    [InlineData("**Hello** _there_", "Hello there")]
    [InlineData("## Heading\n", "Heading")]
    [InlineData("- an item", "an item")]
    [InlineData("See [the docs](https://example.com/x) now", "See the docs now")]
    [InlineData("Go to https://www.example.com/path?q=1 please", "Go to example.com please")]
    [InlineData("Great 🎉👍🏽!", "Great !")]
    [InlineData("🎉", "")]
    [InlineData(" ... ", "")]
    [InlineData("你好", "你好")]
    [InlineData("It's 3.5 - 2", "It's 3.5 - 2")]
    public void What_cannot_be_said_is_left_out(string written, string spoken) => Assert.Equal(spoken, Speakable.From(written));
}
