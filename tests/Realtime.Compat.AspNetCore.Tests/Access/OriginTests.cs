using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests.Access;

public sealed class OriginTests
{
    [Theory]
    [InlineData(null, "localhost:8000", true)]
    [InlineData("http://localhost:5173", "localhost:8000", true)]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000", true)]
    [InlineData("http://[::1]:3000", "localhost:8000", true)]
    [InlineData("https://192.168.1.5:8443", "192.168.1.5:8443", true)]
    [InlineData("https://pi.local:8443", "pi.local:8443", true)]
    [InlineData("https://evil.example", "localhost:8000", false)]
    [InlineData("http://evil.example:8000", "evil.example:8000", false)]
    [InlineData("http://localhost.evil.example", "localhost:8000", false)]
    [InlineData("null", "localhost:8000", false)]
    [InlineData("file://", "localhost:8000", false)]
    public void Without_keys_only_pages_of_this_machine_and_of_the_server_may(string? origin, string host, bool allowed) =>
        Assert.Equal(allowed, Policy().Allows(Request(origin, host), holdsKey: false));

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", true)]
    public void A_page_that_holds_a_key_may_come_from_anywhere(string origin, bool allowed) =>
        Assert.Equal(allowed, Policy().Allows(Request(origin, "voice.example"), holdsKey: true));

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://localhost:5173", false)]
    [InlineData("https://pi.local:8443", true)]
    public void A_list_of_origins_is_the_whole_list_but_for_the_servers_own(string origin, bool allowed) =>
        Assert.Equal(allowed, Policy("https://app.example/").Allows(Request(origin, "pi.local:8443"), holdsKey: true));

    [Fact]
    public async Task A_foreign_page_gets_no_socket()
    {
        await using var app = await RealtimeApp.StartAsync();

        var refused = await Assert.ThrowsAsync<WebSocketException>(
            () => TestClient.ConnectAsync(app, configure: options => options.SetRequestHeader("Origin", "https://evil.example")));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_may_ask_beforehand_and_read_where_its_call_lies()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.AllowedOrigins.Add("https://app.example"));
        using var client = new HttpClient();
        using var ask = new HttpRequestMessage(HttpMethod.Options, new Uri(app.Address, "v1/realtime/calls"));
        ask.Headers.Add("Origin", "https://app.example");
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-openai-agents-sdk");

        using var answer = await client.SendAsync(ask);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("https://app.example", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("authorization,content-type,x-openai-agents-sdk", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Equal("POST", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("Location", Header(answer, "Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task A_foreign_page_may_not_even_ask()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.AllowedOrigins.Add("https://app.example"));
        using var client = new HttpClient();
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, "v1/realtime/client_secrets"));
        post.Headers.Add("Origin", "https://evil.example");

        using var answer = await client.SendAsync(post);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public void Addresses_that_knock_too_often_are_held_back_and_this_machine_is_not()
    {
        using var limiter = new ConnectLimiter(Options.Create(new RealtimeOptions { MaxConnectsPerMinute = 2 }));
        var (one, neighbour) = (IPAddress.Parse("2001:db8:1:2::1"), IPAddress.Parse("2001:db8:1:2::ffff"));

        Assert.True(limiter.TryEnter(one));
        Assert.True(limiter.TryEnter(neighbour));
        Assert.False(limiter.TryEnter(one));
        Assert.True(limiter.TryEnter(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(limiter.TryEnter(IPAddress.Loopback)));
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));

    private static OriginPolicy Policy(params string[] allowed)
    {
        var options = new RealtimeOptions();
        foreach (var origin in allowed)
            options.AllowedOrigins.Add(origin);
        return new OriginPolicy(Options.Create(options));
    }

    private static HttpRequest Request(string? origin, string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null)
            request.Headers.Origin = origin;
        return request;
    }
}
