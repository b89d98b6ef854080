using System.Text;
using Realtime.Compat.Speech.Api;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class SpeechOrderTests
{
    [Fact]
    public void Absent_fields_have_the_defaults_of_the_api()
    {
        var order = Parse("""{"input":"Hi","voice":"alloy"}""");

        Assert.Equal(new SpeechOrder("Hi", "alloy", null, null, null, "wav", 1, AsEvents: false), order);
    }

    [Fact]
    public void All_fields_are_read() => Assert.Equal(
        new SpeechOrder("Hi", "marin", "tts-1", "de", "fr", "pcm", 1.5, AsEvents: true),
        Parse("""{"input":"Hi","voice":{"id":"marin"},"model":"tts-1","language":"de","response_format":"pcm","speed":1.5,"language_hint":"fr","stream_format":"sse","instructions":"x"}"""));

    [Theory]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("""{"voice":"alloy"}""", "input")]
    [InlineData("""{"input":"  ","voice":"alloy"}""", "input")]
    [InlineData("""{"input":7,"voice":"alloy"}""", "input")]
    [InlineData("""{"input":"123456789AB","voice":"alloy"}""", "input")]
    [InlineData("""{"input":"\ud800","voice":"alloy"}""", null)]
    [InlineData("""{"input":"Hi"}""", "voice")]
    [InlineData("""{"input":"Hi","voice":{}}""", "voice")]
    [InlineData("""{"input":"Hi","voice":"a","speed":0.2}""", "speed")]
    [InlineData("""{"input":"Hi","voice":"a","speed":4.1}""", "speed")]
    [InlineData("""{"input":"Hi","voice":"a","speed":"1"}""", "speed")]
    [InlineData("""{"input":"Hi","voice":"a","speed":1e999}""", "speed")]
    [InlineData("""{"input":"Hi","voice":"a","response_format":"mp3"}""", "response_format")]
    [InlineData("""{"input":"Hi","voice":"a","stream_format":"xml"}""", "stream_format")]
    public void What_cannot_be_used_is_a_400_that_names_the_field(string json, string? field)
    {
        var exception = Assert.Throws<ApiException>(() => Parse(json));

        Assert.Equal(400, exception.Status);
        Assert.Equal(field, exception.Error.Param);
    }

    private static SpeechOrder Parse(string json) => SpeechOrder.Parse(Encoding.UTF8.GetBytes(json), 10);
}
