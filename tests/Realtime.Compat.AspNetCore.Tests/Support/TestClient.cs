using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>A client that speaks JSON and keeps what it was told.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly List<JsonElement> _events = [];
    private readonly CancellationTokenSource _patience = new(RealtimeApp.Patience);

    private TestClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    /// <summary>Every event received, in order.</summary>
    public IReadOnlyList<JsonElement> Events => _events;

    public static async Task<TestClient> ConnectAsync(
        RealtimeApp app, string query = "?model=gpt-realtime", Action<ClientWebSocketOptions>? configure = null, string path = "/v1/realtime")
    {
        var client = new TestClient(new ClientWebSocket());
        configure?.Invoke(client.Socket.Options);
        await client.Socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = path, Query = query }.Uri, client._patience.Token);
        return client;
    }

    /// <summary>Connects and waits until the session answers.</summary>
    public static async Task<TestClient> OpenAsync(RealtimeApp app, string query = "?model=gpt-realtime", Action<ClientWebSocketOptions>? configure = null)
    {
        var client = await ConnectAsync(app, query, configure);
        await client.NextAsync("session.created");
        return client;
    }

    /// <summary>Sends an event that the schema allows.</summary>
    public Task SendAsync(string json)
    {
        ClientEventCheck.AssertValid(ClientEventCheck.DialectOf(_events.Count > 0 ? _events[0] : null), json);
        return SendInvalidAsync(json);
    }

    /// <summary>Sends what no client should.</summary>
    public Task SendInvalidAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type, bool end) => Socket.SendAsync(bytes, type, end, _patience.Token);

    /// <summary>Appends a tone of 500 Hz as PCM16.</summary>
    public Task AppendAsync(int ms, short amplitude)
    {
        var audio = new byte[ms * 48];
        for (var i = 0; i < audio.Length; i += 2)
            BitConverter.TryWriteBytes(audio.AsSpan(i), i / 48 % 2 == 0 ? amplitude : (short)-amplitude);
        return SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(audio)}}"}""");
    }

    /// <summary>Reads on until an event of this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var next = await NextAsync() ?? throw new InvalidOperationException($"Closed ({Socket.CloseStatus} {Socket.CloseStatusDescription}) before {type}.");
            if (TypeOf(next) == type)
                return next;
        }
    }

    /// <summary>The next event; null when the server closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            if (received.MessageType is WebSocketMessageType.Close)
                return null;
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                break;
        }

        Assert.InRange(message.Length, 2, (1 << 20) - 1);
        var next = JsonElement.Parse(message.ToArray());
        _events.Add(next);
        return next;
    }

    /// <summary>Reads to the close frame and answers it.</summary>
    public async Task<(int Status, string? Reason)> ClosedAsync()
    {
        while (await NextAsync() is not null)
        {
        }

        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        return ((int)Socket.CloseStatus!, Socket.CloseStatusDescription);
    }

    public static string TypeOf(JsonElement serverEvent) => serverEvent.GetProperty("type").GetString()!;

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
