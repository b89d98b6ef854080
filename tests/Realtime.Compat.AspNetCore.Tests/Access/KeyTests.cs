using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests.Access;

public sealed class KeyTests
{
    private const string Key = "sk-test-0123456789";

    [Theory]
    [InlineData("bearer")]
    [InlineData("subprotocol")]
    [InlineData("api-key")]
    [InlineData("query")]
    public async Task A_key_opens_wherever_clients_put_it(string place)
    {
        await using var app = await WithKeyAsync();

        await using var client = place == "query"
            ? await TestClient.OpenAsync(app, $"?model=m&api-key={Key}")
            : await TestClient.OpenAsync(app, configure: options => Show(options, place, Key));

        Assert.Equal("session.created", TestClient.TypeOf(client.Events[0]));
    }

    [Fact]
    public async Task A_key_given_by_its_digest_opens_too()
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var app = await RealtimeApp.StartAsync(configure: options => options.ApiKeys.Add(new ApiKeyOptions { Key = $"sha256:{digest}" }));

        await using var client = await TestClient.OpenAsync(app, configure: options => Show(options, "bearer", Key));

        Assert.Single(client.Events);
    }

    [Fact]
    public async Task A_wrong_key_gets_OpenAIs_error_and_close_3000()
    {
        await using var app = await WithKeyAsync();
        await using var client = await TestClient.ConnectAsync(app, configure: options => Show(options, "bearer", "sk-wrong-987654321"));

        var (status, reason) = await client.ClosedAsync();

        var error = Assert.Single(client.Events).GetProperty("error");
        Assert.Equal("invalid_api_key", error.GetProperty("code").GetString());
        Assert.StartsWith("Incorrect API key provided: sk-****4321.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((3000, "invalid_request_error.invalid_api_key"), (status, reason));
    }

    [Fact]
    public async Task No_key_where_one_is_needed_is_told_so()
    {
        await using var app = await WithKeyAsync();
        await using var client = await TestClient.ConnectAsync(app);

        var (status, _) = await client.ClosedAsync();

        Assert.Equal("Missing bearer or basic authentication in header", Assert.Single(client.Events).GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(3000, status);
    }

    [Fact]
    public async Task Where_no_key_is_needed_any_will_do()
    {
        await using var app = await RealtimeApp.StartAsync();

        await using var client = await TestClient.OpenAsync(app, configure: options => Show(options, "bearer", "anything"));

        Assert.Single(client.Events);
    }

    [Fact]
    public async Task A_key_opens_no_more_sessions_than_it_may_and_again_when_one_has_ended()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.ApiKeys.Add(new ApiKeyOptions { Key = Key, MaxSessions = 1 }));
        await using (await TestClient.OpenAsync(app, configure: options => Show(options, "bearer", Key)))
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => TestClient.ConnectAsync(app, configure: options =>
            {
                Show(options, "bearer", Key);
                options.CollectHttpResponseDetails = true;
            }));
            Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        }

        await app.IdleAsync();
        await using var next = await TestClient.OpenAsync(app, configure: options => Show(options, "bearer", Key));
        Assert.Single(next.Events);
    }

    [Fact]
    public void Keys_in_a_file_have_names_and_limits()
    {
        var keys = ApiKeyFile.Read(["# ours", "", "kitchen: sk-kitchen-1 sessions=2 calls=1 minutes=60 # the tablet", "sk-plain-22"]).ToList();

        Assert.Equal(("kitchen", "sk-kitchen-1", 2, 1, 60), (keys[0].Name, keys[0].Key, keys[0].MaxSessions, keys[0].MaxCalls, keys[0].MaxMinutesPerDay));
        Assert.Equal((null, "sk-plain-22", null), (keys[1].Name, keys[1].Key, keys[1].MaxSessions));
    }

    [Theory]
    [InlineData("name:", "line 1 has a name and no key")]
    [InlineData("sk-plain-22 sesions=2", "\"sesions=2\" is none of")]
    [InlineData("sk-plain-22 sessions=two", "\"sessions=two\" is none of")]
    public void A_line_that_cannot_be_read_is_named(string line, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ApiKeyFile.Read([line]).ToList()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("short", "at least 8 characters")]
    [InlineData("sha256:abc", "64 hexadecimal digits")]
    [InlineData("ek_0123456789", "must not begin with ek_")]
    public void A_key_that_cannot_work_is_told_without_saying_it(string key, string message)
    {
        var options = new RealtimeOptions();
        options.ApiKeys.Add(new ApiKeyOptions { Key = key });

        var mistake = Assert.Single(ApiKeyValidator.MistakesIn(options));

        Assert.Contains(message, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var mistake = Assert.Single(ApiKeyValidator.MistakesIn(new RealtimeOptions { ApiKeysFile = "/nowhere/keys" }));

        Assert.Contains("Realtime:ApiKeysFile is \"/nowhere/keys\"", mistake, StringComparison.Ordinal);
    }

    private static Task<RealtimeApp> WithKeyAsync() => RealtimeApp.StartAsync(configure: options => options.ApiKeys.Add(new ApiKeyOptions { Key = Key }));

    private static void Show(ClientWebSocketOptions options, string place, string key)
    {
        switch (place)
        {
            case "subprotocol":
                options.AddSubProtocol("realtime");
                options.AddSubProtocol($"openai-insecure-api-key.{key}");
                break;
            case "api-key":
                options.SetRequestHeader("api-key", key);
                break;
            default:
                options.SetRequestHeader("Authorization", $"Bearer {key}");
                break;
        }
    }
}
