using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

/// <summary>Whatever a client sends, it gets an answer and keeps its session.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task A_message_in_many_frames_is_one_event()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);
        var message = Encoding.UTF8.GetBytes("""{"type":"session.update","session":{"type":"realtime","instructions":"Zähle bis drei."}}""");

        for (var i = 0; i < message.Length; i++)
            await client.SendAsync(message[i..(i + 1)], WebSocketMessageType.Text, end: i == message.Length - 1);

        var updated = await client.NextAsync("session.updated");
        Assert.Equal("Zähle bis drei.", updated.GetProperty("session").GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task A_message_longer_than_the_usual_buffer_is_read_whole()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);
        var instructions = new string('x', 100_000);

        await client.SendAsync($$"""{"type":"session.update","session":{"type":"realtime","instructions":"{{instructions}}" } }""");

        var updated = await client.NextAsync("session.updated");
        Assert.Equal(instructions, updated.GetProperty("session").GetProperty("instructions").GetString());
    }

    [Fact]
    public async Task A_binary_message_is_an_error_and_the_session_lives()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);

        await client.SendAsync(new byte[20_000], WebSocketMessageType.Binary, end: false);
        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary, end: true);

        var error = await ErrorAsync(client);
        Assert.Equal("invalid_event", error.GetProperty("code").GetString());
        Assert.Equal("Expected a text WebSocket message; binary frames are not supported.", error.GetProperty("message").GetString());
        await AssertAliveAsync(client);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_skipped_and_the_session_lives()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.MaxMessageBytes = 64 << 10);
        await using var client = await TestClient.OpenAsync(app);

        await client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{new string('A', 1 << 20)}}"}""");

        var error = await ErrorAsync(client);
        Assert.Equal("invalid_value", error.GetProperty("code").GetString());
        Assert.Contains("65536", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await AssertAliveAsync(client);
    }

    [Theory]
    [InlineData("{not json", "invalid_json")]
    [InlineData("""{"no":"type"}""", "invalid_event")]
    [InlineData("""{"type":"session.upgrade"}""", "invalid_value")]
    public async Task A_message_that_is_no_event_is_an_error_and_the_session_lives(string message, string code)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);

        await client.SendInvalidAsync(message);

        Assert.Equal(code, (await ErrorAsync(client)).GetProperty("code").GetString());
        await AssertAliveAsync(client);
    }

    private static async Task<JsonElement> ErrorAsync(TestClient client) => (await client.NextAsync("error")).GetProperty("error");

    private static async Task AssertAliveAsync(TestClient client)
    {
        await client.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        await client.NextAsync("input_audio_buffer.cleared");
    }
}
