using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>
/// Speech as OpenAI streams it by events (`stream_format: sse`): `speech.audio.delta`, `speech.audio.done`, and between them our worker's
/// `speech.audio.words`, which tells when the words of the audio before are said.
/// </summary>
/// <param name="body">The answer.</param>
/// <param name="call">Its clock.</param>
/// <param name="peer">The server, as failures speak of it.</param>
/// <param name="mediaType">Of the PCM in the deltas.</param>
internal sealed class SpeechEvents(Stream body, BackendCall call, BackendPeer peer, string mediaType)
{
    private readonly ServerSentEventReader _events = new(new LineReader(body, call, peer));
    private readonly Queue<AIContent> _waiting = new();
    private byte? _half;
    private bool _isDone;

    /// <summary>The next stretch of audio, in whole samples, or the next word's time; null at the end.</summary>
    /// <exception cref="BackendException">The server failed, broke off, or sent what is no event of speech.</exception>
    public async ValueTask<AIContent?> NextAsync()
    {
        while (_waiting.Count == 0 && !_isDone)
        {
            if (await _events.NextAsync() is not { } data)
                throw BackendFailures.CutOff(peer);
            Read(data);
            call.Progress();
        }

        return _waiting.TryDequeue(out var next) ? next : null;
    }

    private void Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            if (root.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null)
                throw BackendFailures.FromServer(peer, status: null, BackendErrorText.Read(error));
            switch (root.GetProperty("type").GetString())
            {
                case "speech.audio.delta":
                    if (WholeSamples(root.GetProperty("audio").GetBytesFromBase64()) is { Length: > 0 } samples)
                        _waiting.Enqueue(new DataContent(samples, mediaType));
                    break;
                case "speech.audio.words":
                    foreach (var word in root.GetProperty("words").EnumerateArray())
                        _waiting.Enqueue(Timing(word));
                    break;
                case "speech.audio.done":
                    _isDone = true;
                    break;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw BackendFailures.Protocol(peer, "a part of its answer is not what it should be", e);
        }
    }

    private byte[] WholeSamples(byte[] audio)
    {
        byte[] all = _half is { } half ? [half, .. audio] : audio;
        _half = all.Length % 2 == 1 ? all[^1] : null;
        return all.Length % 2 == 1 ? all[..^1] : all;
    }

    private static AIContent Timing(JsonElement word) => new()
    {
        AdditionalProperties = new AdditionalPropertiesDictionary
        {
            ["word"] = word.GetProperty("word").GetString(),
            ["start_ms"] = word.GetProperty("start_ms").GetDouble(),
            ["end_ms"] = word.GetProperty("end_ms").GetDouble(),
        },
    };
}
