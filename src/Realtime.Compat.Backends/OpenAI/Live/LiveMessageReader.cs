using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Backends.OpenAI.Live;

/// <summary>Reads the worker's messages off a socket; hostile until parsed.</summary>
internal sealed class LiveMessageReader(WebSocket socket, BackendPeer peer)
{
    /// <summary>The words of five minutes are 10 kB.</summary>
    private const int MaxMessageBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> _message = new();

    /// <summary>The next message.</summary>
    /// <param name="cancellationToken">Ends the wait, and the socket.</param>
    /// <exception cref="BackendException">The worker failed, closed, or sent what is no message.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask<LiveMessage> ReadAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        while (true)
        {
            var received = await socket.ReceiveAsync(_message.GetMemory(1024), cancellationToken);
            if (received.MessageType is WebSocketMessageType.Close)
                throw BackendFailures.CutOff(peer);
            if (received.MessageType is WebSocketMessageType.Binary)
                throw BackendFailures.Protocol(peer, "it sent audio where words were awaited");
            _message.Advance(received.Count);
            if (_message.WrittenCount > MaxMessageBytes)
                throw BackendFailures.Protocol(peer, "a message of its is too long");
            if (received.EndOfMessage)
                return Parse(_message.WrittenMemory);
        }
    }

    private LiveMessage Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            var root = json.RootElement;
            if (root.TryGetProperty("error", out var error))
                throw BackendFailures.FromServer(peer, status: null, BackendErrorText.Read(error));
            return root.GetProperty("type").GetString() switch
            {
                "transcript.text.delta" => new LiveMessage.Delta(root.GetProperty("delta").GetString() ?? ""),
                "transcript.text.snapshot" => new LiveMessage.Snapshot(SnapshotOf(root)),
                _ => new LiveMessage.Other(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw BackendFailures.Protocol(peer, "a message of its is not what it should be", e);
        }
    }

    private static SpeechToTextResponse SnapshotOf(JsonElement root)
    {
        var response = new SpeechToTextResponse(root.GetProperty("text").GetString() ?? "");
        if (root.TryGetProperty("language", out var language) && language.ValueKind is JsonValueKind.String)
            response.AdditionalProperties = new AdditionalPropertiesDictionary { ["language"] = language.GetString() };
        return response;
    }
}
