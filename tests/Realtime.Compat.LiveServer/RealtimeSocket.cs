using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Realtime.Compat.Testing;

namespace Realtime.Compat.LiveServer;

/// <summary>A plain WebSocket to the server: for what client libraries cannot or will not do.</summary>
public sealed class RealtimeSocket : IAsyncDisposable
{
    /// <summary>Longest wait for one event.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly EventLog _log;
    private readonly Channel<ReceivedEvent> _unread = Channel.CreateUnbounded<ReceivedEvent>();
    private readonly List<ReceivedEvent> _events = [];
    private readonly Lock _gate = new();
    private readonly Task _receiving;

    private RealtimeSocket(ClientWebSocket socket, EventLog log)
    {
        _socket = socket;
        _log = log;
        _receiving = ReceiveAsync();
    }

    /// <summary>The subprotocol the server chose; null for none.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    /// <summary>All events so far.</summary>
    public IReadOnlyList<ReceivedEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>Connects.</summary>
    /// <param name="url">Address with its query.</param>
    /// <param name="log">Takes every event.</param>
    /// <param name="configure">Headers, subprotocols, trust.</param>
    public static async Task<RealtimeSocket> ConnectAsync(Uri url, EventLog log, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        using var late = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(url, late.Token);
        return new RealtimeSocket(socket, log);
    }

    /// <summary>Sends an event that the schema allows.</summary>
    /// <param name="clientEvent">An object that serializes to it, names as they are.</param>
    public Task SendAsync(object clientEvent)
    {
        var json = JsonSerializer.Serialize(clientEvent);
        JsonElement? first = Events is [var created, ..] ? JsonElement.Parse(created.Json.ToJsonString()) : null;
        ClientEventCheck.AssertValid(ClientEventCheck.DialectOf(first), json);
        return SendTextAsync(json);
    }

    /// <summary>Sends any text as one message, whether the schema allows it or not.</summary>
    public async Task SendTextAsync(string text)
    {
        using var late = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, late.Token);
    }

    /// <summary>Sends any bytes as one message.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="pieces">Frames to cut it into.</param>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, int pieces = 1)
    {
        using var late = new CancellationTokenSource(Patience);
        var length = Math.Max(1, bytes.Length / pieces);
        for (var piece = 0; piece < pieces; piece++)
        {
            var last = piece == pieces - 1;
            var slice = last ? bytes[(piece * length)..] : bytes.Slice(piece * length, length);
            await _socket.SendAsync(slice, type, last, late.Token);
        }
    }

    /// <summary>Sends PCM16 as one append.</summary>
    public Task AppendAsync(ReadOnlySpan<byte> pcm) => SendAsync(new { type = "input_audio_buffer.append", audio = Convert.ToBase64String(pcm) });

    /// <summary>Asks in writing.</summary>
    public async Task AskAsync(string text)
    {
        await SendAsync(new { type = "conversation.item.create", item = new { type = "message", role = "user", content = new[] { new { type = "input_text", text } } } });
        await SendAsync(new { type = "response.create" });
    }

    /// <summary>Audio of a response so far, in a GA session.</summary>
    public byte[] AudioOf(string responseId) =>
        [.. Events.Where(received => received.Type == "response.output_audio.delta" && received["response_id"] == responseId).SelectMany(received => Convert.FromBase64String(received["delta"]))];

    /// <summary>The next event of a type that was not read yet; those before it are passed over.</summary>
    public Task<ReceivedEvent> NextAsync(string type) => NextAsync(received => received.Type == type, type);

    /// <summary>The next event that fits.</summary>
    /// <param name="fits">Whether it is the one.</param>
    /// <param name="what">What it is, for the message when it does not come.</param>
    public async Task<ReceivedEvent> NextAsync(Func<ReceivedEvent, bool> fits, string what)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var received = await _unread.Reader.ReadAsync(late.Token);
                if (fits(received))
                    return received;
            }
        }
        catch (Exception missing) when (missing is OperationCanceledException or ChannelClosedException)
        {
            var seen = string.Join(", ", Events.TakeLast(12).Select(received => received.Type));
            throw new TimeoutException($"{what} did not come ({missing.Message}; socket {_socket.State}, {_socket.CloseStatusDescription}). Seen last: {seen}");
        }
    }

    /// <summary>Waits for the server to close.</summary>
    /// <returns>Its status and reason.</returns>
    public async Task<(int Status, string Reason)> ClosedAsync()
    {
        await _receiving.WaitAsync(Patience);
        return ((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var late = new CancellationTokenSource(Patience);
            if (_socket.State is WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
            await _receiving.WaitAsync(late.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The server was faster.
        }

        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            var buffer = new byte[1 << 16];
            using var message = new MemoryStream();
            while (true)
            {
                var frame = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (frame.MessageType is WebSocketMessageType.Close)
                    break;
                message.Write(buffer, 0, frame.Count);
                if (frame.EndOfMessage)
                {
                    Take(message.GetBuffer().AsSpan(0, (int)message.Length));
                    message.SetLength(0);
                }
            }

            _unread.Writer.TryComplete();
        }
        catch (Exception broken) when (broken is WebSocketException or JsonException or ObjectDisposedException)
        {
            _unread.Writer.TryComplete(broken);
        }
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        var received = new ReceivedEvent(JsonNode.Parse(json)!.AsObject(), Stopwatch.GetTimestamp());
        _log.Add(received.Json);
        lock (_gate)
            _events.Add(received);
        _unread.Writer.TryWrite(received);
    }
}
