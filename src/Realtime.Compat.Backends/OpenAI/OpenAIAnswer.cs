using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>Reads a streamed answer (or a whole one, from servers that do not stream) in all the shapes servers give it.</summary>
internal sealed class OpenAIAnswer : IChatWireAnswer
{
    /// <summary>How long usage and the end mark may follow the finish reason.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly PipelineResponse _response;
    private readonly Stream _body;
    private readonly ServerSentEventReader _events;
    private readonly BackendCall _call;
    private readonly BackendPeer _peer;
    private readonly Queue<ChatPiece> _pieces = new();
    private readonly ToolCallAssembler _calls = new();
    private bool _isWhole;
    private bool _finished;
    private bool _ended;

    public OpenAIAnswer(PipelineResponse response, Stream body, bool isWhole, BackendCall call, BackendPeer peer)
    {
        (_response, _body, _isWhole, _call, _peer) = (response, body, isWhole, call, peer);
        _events = new ServerSentEventReader(new LineReader(body, call, peer));
    }

    public async ValueTask<ChatPiece?> NextAsync()
    {
        while (_pieces.Count == 0)
        {
            if (_ended || await EventAsync() is not { } data)
                return null;
            Read(data);
        }

        return _pieces.Dequeue();
    }

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync();
        _response.Dispose();
    }

    /// <summary>The next event's data; null at the end. After the finish reason nothing that goes wrong matters any more.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> EventAsync()
    {
        if (_isWhole)
        {
            _isWhole = false;
            _ended = true;
            return await _call.WaitAsync(token => BackendHttp.ReadAsync(_body, BackendHttp.MaxWholeAnswerBytes, token));
        }

        try
        {
            return await _events.NextAsync();
        }
        catch (BackendException) when (_finished)
        {
            return null;
        }
    }

    private void Read(ReadOnlyMemory<byte> data)
    {
        if (data.Span.Trim(" \r\n\t"u8).SequenceEqual("[DONE]"u8))
            return;
        try
        {
            using var json = JsonDocument.Parse(data);
            Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw BackendFailures.Protocol(_peer, "a part of its answer is not what it should be", e);
        }

        if (_pieces.Count > 0)
            _call.Progress();
        if (_finished)
            _call.Linger(Grace);
    }

    private void Read(JsonElement json)
    {
        if (json.TryGetProperty("error", out var error) && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            throw BackendFailures.FromServer(_peer, status: null, BackendErrorText.Read(error));
        if (json.TryGetProperty("object", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == "error")
            throw BackendFailures.FromServer(_peer, status: null, BackendErrorText.Read(json));
        if (json.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            _pieces.Enqueue(new ChatPiece.Usage(ReadUsage(usage)));
        if (!json.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
            return;
        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.TryGetProperty("delta", out var delta) || choice.TryGetProperty("message", out delta))
                ReadDelta(delta);
            if (JsonText.Of(choice, "finish_reason") is { Length: > 0 } reason)
                Finish(reason);
            return;
        }
    }

    private void ReadDelta(JsonElement delta)
    {
        if (delta.ValueKind != JsonValueKind.Object)
            return;
        // vLLM and Ollama say "reasoning", llama.cpp and older vLLM "reasoning_content"; some send both with the same text.
        if ((JsonText.Of(delta, "reasoning") ?? JsonText.Of(delta, "reasoning_content")) is { Length: > 0 } thought)
            _pieces.Enqueue(new ChatPiece.Reasoning(thought));
        if (delta.TryGetProperty("content", out var content))
            ReadContent(content);
        if (delta.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0)
        {
            _calls.Add(calls);
            if (_calls.TakeDelta() is { } arguments)
                _pieces.Enqueue(arguments);
            _call.Progress();
        }
    }

    private void ReadContent(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String && JsonText.Of(content) is { Length: > 0 } text)
            _pieces.Enqueue(new ChatPiece.Text(text));
        if (content.ValueKind != JsonValueKind.Array)
            return;
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && JsonText.Of(part, "text") is { Length: > 0 } piece)
                _pieces.Enqueue(new ChatPiece.Text(piece));
        }
    }

    private void Finish(string reason)
    {
        if (_finished)
            return;
        if (reason.Equals("error", StringComparison.OrdinalIgnoreCase))
            throw BackendFailures.FromServer(_peer, status: null, text: null);
        _finished = true;
        var why = reason.ToLowerInvariant() switch
        {
            "length" or "max_tokens" => ChatFinishReason.Length,
            "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
            "content_filter" => ChatFinishReason.ContentFilter,
            // "eos", "end", "end_turn", "stop_sequence": the model stopped by itself.
            _ => ChatFinishReason.Stop,
        };
        if (_calls.TakeRest(cutByLimit: why == ChatFinishReason.Length) is { } rest)
            _pieces.Enqueue(rest);
        foreach (var call in _calls.Finish(cutByLimit: why == ChatFinishReason.Length))
            _pieces.Enqueue(new ChatPiece.Call(call));
        _pieces.Enqueue(new ChatPiece.Finish(why));
    }

    private static UsageDetails ReadUsage(JsonElement usage)
    {
        var details = usage.TryGetProperty("prompt_tokens_details", out var prompt) && prompt.ValueKind == JsonValueKind.Object ? prompt : default;
        var (input, output) = (Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"));
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = Count(usage, "total_tokens") ?? (input ?? 0) + (output ?? 0),
            CachedInputTokenCount = details.ValueKind == JsonValueKind.Object ? Count(details, "cached_tokens") : null,
        };
    }

    private static long? Count(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;
}
