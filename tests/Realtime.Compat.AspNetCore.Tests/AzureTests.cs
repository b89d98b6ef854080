using System.Net.WebSockets;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

/// <summary>Azure OpenAI's addresses, as its clients have them.</summary>
public sealed class AzureTests
{
    [Theory]
    [InlineData("/openai/v1/realtime", "?model=my-deployment")]
    [InlineData("/openai/v1/realtime", "?model=my-deployment&api-version=preview")]
    [InlineData("/openai/realtime", "?api-version=2025-08-28&deployment=my-deployment")]
    public async Task An_Azure_client_of_today_is_served_in_GA(string path, string query)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app, query, WithKey, path);

        var session = (await client.NextAsync("session.created")).GetProperty("session");

        Assert.Equal("my-deployment", session.GetProperty("model").GetString());
        Assert.True(session.TryGetProperty("output_modalities", out _));
    }

    [Theory]
    [InlineData("?api-version=2024-10-01-preview&deployment=my-deployment")]
    [InlineData("?deployment=my-deployment&api-version=2025-04-01-Preview&model=ignored")]
    public async Task An_Azure_client_of_a_preview_version_is_served_in_beta(string query)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app, query, WithKey, "/openai/realtime");

        var session = (await client.NextAsync("session.created")).GetProperty("session");
        await client.SendAsync("""{"type":"response.create","response":{"modalities":["text"]}}""");

        Assert.Equal("my-deployment", session.GetProperty("model").GetString());
        Assert.True(session.TryGetProperty("modalities", out _));
        await client.NextAsync("response.text.delta");
    }

    [Fact]
    public async Task An_Azure_client_that_names_no_deployment_is_told()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app, "?api-version=2024-10-01-preview", WithKey, "/openai/realtime");

        Assert.Equal((4000, "invalid_request_error.missing_model"), await client.ClosedAsync());
    }

    private static void WithKey(ClientWebSocketOptions options) => options.SetRequestHeader("api-key", "k");
}
