using System.Net.WebSockets;
using System.Text.Json;

namespace Realtime.Compat.Load;

/// <summary>One client's WebSocket. Hands the head of each event to its owner.</summary>
internal sealed class Connection(Action<EventHead> onEvent) : IDisposable
{
    private const string SessionUpdate =
        """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500}}}}}""";

    private readonly ClientWebSocket _socket = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _listening = Task.CompletedTask;

    /// <summary>Connects and waits until the session is configured.</summary>
    public async Task OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await _socket.ConnectAsync(url, cancellationToken);
        _listening = ListenAsync(cancellationToken);
        await SendAsync(System.Text.Encoding.UTF8.GetBytes(SessionUpdate), cancellationToken);
        await _ready.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public async Task CloseAsync()
    {
        if (_socket.State is WebSocketState.Open)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4 * 1024];
        try
        {
            while (true)
            {
                // Types stand at the front; the rest of a long message is only counted off.
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(length < buffer.Length / 2 ? length : buffer.Length / 2), cancellationToken);
                    if (received.MessageType is WebSocketMessageType.Close)
                    {
                        onEvent(new EventHead("closed"));
                        return;
                    }

                    if (length < buffer.Length / 2)
                        length += received.Count;
                }
                while (!received.EndOfMessage);
                Report(buffer.AsSpan(0, Math.Min(length, buffer.Length)));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            if (!cancellationToken.IsCancellationRequested)
                onEvent(new EventHead("lost"));
        }
    }

    private void Report(ReadOnlySpan<byte> message)
    {
        var (type, atMs, isFailure) = ((string?)null, 0L, false);
        var reader = new Utf8JsonReader(message, isFinalBlock: false, default);
        while ((type is null || type is "response.done" || type.StartsWith("input_audio_buffer.speech", StringComparison.Ordinal)) && reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 2 && type is "response.done" && reader.ValueTextEquals("status"u8) && reader.Read())
                isFailure = reader.ValueTextEquals("failed"u8);
            else if (reader.CurrentDepth != 1)
                continue;
            else if (reader.ValueTextEquals("type"u8) && reader.Read())
                type = TypeOf(reader.ValueSpan);
            else if ((reader.ValueTextEquals("audio_end_ms"u8) || reader.ValueTextEquals("audio_start_ms"u8)) && reader.Read())
                atMs = reader.GetInt64();
        }

        if (type is null)
            return;
        if (type == "session.updated")
            _ready.TrySetResult();
        onEvent(new EventHead(type, atMs, isFailure));
    }

    private static string TypeOf(ReadOnlySpan<byte> utf8) => utf8 switch
    {
        _ when utf8.SequenceEqual("response.output_audio.delta"u8) => "response.output_audio.delta",
        _ => System.Text.Encoding.UTF8.GetString(utf8),
    };
}
