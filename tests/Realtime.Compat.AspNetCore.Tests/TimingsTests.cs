using System.Text.Json;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

public class TimingsTests
{
    [Theory]
    [InlineData("?model=gpt-realtime", false)]
    [InlineData("?model=gpt-realtime", true)]
    public async Task The_times_of_a_turn_are_told_to_a_client_that_asks_by_a_header(string query, bool beta)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app, query, options =>
        {
            options.SetRequestHeader("X-Realtime-Timings", "1");
            if (beta)
                options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
        });
        await client.SendAsync("""{"type":"response.create"}""");
        var metadata = (await client.NextAsync("response.done")).GetProperty("response").GetProperty("metadata");
        var times = JsonElement.Parse(metadata.GetProperty("timings").GetString()!);
        Assert.True(times.GetProperty("latency_ms").GetDouble() >= 0);
        Assert.True(times.GetProperty("first_token_ms").GetDouble() >= 0);
    }

    [Fact]
    public async Task A_call_is_told_them_when_its_address_asks()
    {
        await using var line = new Phone();
        var call = await line.CallAsync("calls?model=m&timings=1");
        call.Send("""{"type":"response.create"}""");
        var metadata = (await call.NextAsync("response.done")).GetProperty("response").GetProperty("metadata");
        Assert.True(JsonElement.Parse(metadata.GetProperty("timings").GetString()!).GetProperty("latency_ms").GetDouble() >= 0);
    }

    [Fact]
    public async Task Other_clients_are_not_told()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.OpenAsync(app);
        await client.SendAsync("""{"type":"response.create"}""");
        var response = (await client.NextAsync("response.done")).GetProperty("response");
        Assert.True(!response.TryGetProperty("metadata", out var metadata) || metadata.ValueKind is JsonValueKind.Null);
    }
}
