using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class ConnectTests
{
    [Theory]
    [InlineData("", "missing_model")]
    [InlineData("?model=", "missing_model")]
    [InlineData("?intent=conversation", "missing_model")]
    [InlineData("?intent=transcription&model=whisper-1", "invalid_model")]
    [InlineData("?model=a%0Ab", "invalid_model")]
    [InlineData("?call_id=rtc_1", "call_id_not_found")]
    public async Task What_cannot_be_served_is_an_error_event_and_close_4000(string query, string code)
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app, query);

        var (status, reason) = await client.ClosedAsync();

        var only = Assert.Single(client.Events);
        Assert.Equal("error", TestClient.TypeOf(only));
        Assert.Equal(code, only.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(4000, status);
        Assert.Equal($"invalid_request_error.{code}", reason);
    }

    [Fact]
    public async Task Beta_is_refused_where_the_operator_switched_it_off()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.ExposeBeta = false);
        await using var beta = await TestClient.ConnectAsync(app, configure: options => options.SetRequestHeader("OpenAI-Beta", "realtime=v1"));
        await using var ga = await TestClient.OpenAsync(app, configure: options => options.SetRequestHeader("OpenAI-Beta", "assistants=v2"));

        var (status, reason) = await beta.ClosedAsync();

        Assert.Equal((4000, "invalid_request_error.beta_api_shape_disabled"), (status, reason));
    }

    [Fact]
    public async Task Any_model_name_and_unknown_parameters_are_welcome()
    {
        await using var app = await RealtimeApp.StartAsync();

        await using var client = await TestClient.OpenAsync(app, "?model=somebody%2Felses-model&voice=x&temperature=2");

        Assert.Equal("somebody/elses-model", client.Events[0].GetProperty("session").GetProperty("model").GetString());
    }

    [Theory]
    [InlineData(new string[0], null)]
    [InlineData(new[] { "realtime" }, "realtime")]
    [InlineData(new[] { "openai-insecure-api-key.k", "realtime", "openai-agents-sdk.0.20.0" }, "realtime")]
    public async Task Subprotocol_realtime_is_answered_when_it_was_offered(string[] offered, string? answered)
    {
        await using var app = await RealtimeApp.StartAsync();

        await using var client = await TestClient.OpenAsync(app, configure: options => Offer(options, offered));

        Assert.Equal(answered, client.Socket.SubProtocol);
    }

    [Fact]
    public async Task The_beta_subprotocol_chooses_the_beta_dialect()
    {
        await using var app = await RealtimeApp.StartAsync();

        await using var client = await TestClient.OpenAsync(app, configure: options => Offer(options, ["realtime", "openai-beta.realtime-v1"]));

        Assert.True(client.Events[0].GetProperty("session").TryGetProperty("modalities", out _));
        Assert.Equal("realtime", client.Socket.SubProtocol);
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        await using var app = await RealtimeApp.StartAsync();
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(app.Address, "/v1/realtime?model=gpt-realtime"));

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("upgrade_required", await ErrorCodeAsync(response));
    }

    [Fact]
    public async Task A_client_beyond_the_limit_is_answered_503_until_there_is_room()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.MaxSessions = 1);
        await using (var first = await TestClient.OpenAsync(app))
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{app.Address.Authority}/v1/realtime?model=m"), CancellationToken.None));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
            first.Socket.Abort();
            await app.SessionEndedAsync();
        }

        await using var second = await TestClient.OpenAsync(app);
        Assert.Equal(1, app.ActiveSessions);
    }

    [Fact]
    public async Task Session_created_is_first_even_for_a_client_that_speaks_at_once()
    {
        await using var app = await RealtimeApp.StartAsync();
        await using var client = await TestClient.ConnectAsync(app);

        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","instructions":"Be brief."}}""");

        await client.NextAsync("session.updated");
        Assert.Equal(["session.created", "session.updated"], client.Events.Select(TestClient.TypeOf));
    }

    [Fact]
    public async Task Session_created_does_not_ride_with_the_handshake()
    {
        await using var app = await RealtimeApp.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/realtime?model=m HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));

        var buffer = new byte[64 * 1024];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
            length += await stream.ReadAsync(buffer.AsMemory(length)).AsTask().WaitAsync(RealtimeApp.Patience);

        var handshake = Encoding.ASCII.GetString(buffer, 0, length);
        Assert.StartsWith("HTTP/1.1 101", handshake, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", handshake, StringComparison.Ordinal);

        length = await stream.ReadAsync(buffer).AsTask().WaitAsync(RealtimeApp.Patience);
        Assert.Equal(0x81, buffer[0]);
        Assert.Contains("session.created", Encoding.UTF8.GetString(buffer, 0, length), StringComparison.Ordinal);
    }

    private static void Offer(ClientWebSocketOptions options, string[] protocols)
    {
        foreach (var protocol in protocols)
            options.AddSubProtocol(protocol);
    }

    private static async Task<string?> ErrorCodeAsync(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["message", "type", "param", "code"], body.RootElement.GetProperty("error").EnumerateObject().Select(p => p.Name));
        return body.RootElement.GetProperty("error").GetProperty("code").GetString();
    }
}
