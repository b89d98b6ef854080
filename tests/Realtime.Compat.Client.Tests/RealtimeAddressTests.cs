namespace Realtime.Compat.Client.Tests;

public sealed class RealtimeAddressTests
{
    [Theory]
    [InlineData("localhost:8000", "ws://localhost:8000/v1/realtime?model=gpt-realtime")]
    [InlineData("127.0.0.1:8000", "ws://127.0.0.1:8000/v1/realtime?model=gpt-realtime")]
    [InlineData("http://127.0.0.1:8000/", "ws://127.0.0.1:8000/v1/realtime?model=gpt-realtime")]
    [InlineData("https://api.openai.com/v1", "wss://api.openai.com/v1/realtime?model=gpt-realtime")]
    [InlineData("wss://example.org/v1/realtime", "wss://example.org/v1/realtime?model=gpt-realtime")]
    [InlineData("wss://example.org/v1/realtime?model=other", "wss://example.org/v1/realtime?model=other")]
    [InlineData("ws://example.org/v1/realtime?call_id=rtc_1", "ws://example.org/v1/realtime?call_id=rtc_1")]
    [InlineData("http://example.org/openai?deployment=a", "ws://example.org/openai/realtime?deployment=a&model=gpt-realtime")]
    public void What_a_user_writes_becomes_the_websockets_address(string written, string address) =>
        Assert.Equal(new Uri(address), RealtimeAddress.Parse(written, "gpt-realtime"));

    [Theory]
    [InlineData("")]
    [InlineData("ftp://example.org")]
    [InlineData("http://")]
    public void What_is_no_address_is_one_sentence(string written)
    {
        var failure = Assert.Throws<RealtimeClientException>(() => RealtimeAddress.Parse(written, "gpt-realtime"));
        Assert.Equal($"\"{written}\" is no address; write one such as http://127.0.0.1:8000.", failure.Message);
    }
}
