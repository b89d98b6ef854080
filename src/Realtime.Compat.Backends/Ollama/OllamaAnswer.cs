using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Ollama;

/// <summary>Reads `application/x-ndjson`: text and thoughts in pieces, tool calls whole, the end as `done:true`, a failure as a line with `error`.</summary>
internal sealed class OllamaAnswer(HttpResponseMessage response, LineReader lines, BackendCall call, BackendPeer peer) : IChatWireAnswer
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private readonly Queue<ChatPiece> _pieces = new();
    private bool _done;

    public async ValueTask<ChatPiece?> NextAsync()
    {
        while (_pieces.Count == 0)
        {
            if (_done)
            {
                await DrainAsync();
                return null;
            }

            if (await lines.NextAsync() is not { } line)
                return null;
            if (line.Length > 0)
                Read(line);
        }

        return _pieces.Dequeue();
    }

    public ValueTask DisposeAsync()
    {
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw BackendFailures.Protocol(peer, "a line of its answer is not what it should be", e);
        }

        if (_pieces.Count > 0)
            call.Progress();
    }

    private void Read(JsonElement json)
    {
        if (json.TryGetProperty("error", out var error))
            throw BackendFailures.FromServer(peer, status: null, BackendErrorText.Read(error));
        if (json.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object)
            ReadMessage(message);
        if (!json.TryGetProperty("done", out var done) || done.ValueKind != JsonValueKind.True)
            return;

        _done = true;
        var (input, output) = (Count(json, "prompt_eval_count"), Count(json, "eval_count"));
        if (input is not null || output is not null)
        {
            _pieces.Enqueue(new ChatPiece.Usage(new UsageDetails
            {
                InputTokenCount = input,
                OutputTokenCount = output,
                TotalTokenCount = (input ?? 0) + (output ?? 0),
            }));
        }

        var reason = json.TryGetProperty("done_reason", out var why) && why.ValueKind == JsonValueKind.String ? why.GetString() : null;
        _pieces.Enqueue(new ChatPiece.Finish(reason == "length" ? ChatFinishReason.Length : ChatFinishReason.Stop));
    }

    private void ReadMessage(JsonElement message)
    {
        if (JsonText.Of(message, "thinking") is { Length: > 0 } thought)
            _pieces.Enqueue(new ChatPiece.Reasoning(thought));
        if (JsonText.Of(message, "content") is { Length: > 0 } text)
            _pieces.Enqueue(new ChatPiece.Text(text));
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
            return;
        foreach (var item in calls.EnumerateArray())
        {
            var function = item.GetProperty("function"u8);
            var arguments = function.TryGetProperty("arguments", out var given) ? given : default;
            if (JsonText.Of(function, "name") is { Length: > 0 } name)
                _pieces.Enqueue(new ChatPiece.Call(ToolCalls.Make(JsonText.Of(item, "id"), name, arguments)));
        }
    }

    /// <summary>Reads to the body's end, so that the connection can serve the next turn; a server that does not end it is left.</summary>
    private async ValueTask DrainAsync()
    {
        call.Linger(Grace);
        try
        {
            while (await lines.NextAsync() is not null)
            {
            }
        }
        catch (BackendException)
        {
            // The answer is whole; how the connection ends is of no interest.
        }
    }

    private static long? Count(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;
}
