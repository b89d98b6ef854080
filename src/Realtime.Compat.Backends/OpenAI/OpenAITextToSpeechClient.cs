using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>Speech by any server with OpenAI's `POST /v1/audio/speech` (our speech worker, Kokoro servers, speaches, OpenAI), passed on as it arrives.</summary>
public sealed class OpenAITextToSpeechClient : ITextToSpeechClient
{
    private readonly SpeechServer _server;
    private readonly SpeechBackendOptions _options;

    /// <summary>Makes a client; nothing is sent until it is asked.</summary>
    /// <param name="options">Address, model, voices, sample rate, times.</param>
    /// <param name="url">Where the server is now, asked at every call; null while it is not running. Without it, <see cref="SpeechBackendOptions.Url"/>.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock of all timeouts; null for the system's.</param>
    public OpenAITextToSpeechClient(SpeechBackendOptions options, Func<Uri?>? url = null, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _server = new SpeechServer("text_to_speech", "The speech server", options, url, handler, time);
    }

    /// <summary>Whether the server answers now: `GET /health`, or `/v1/models` where there is none.</summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    public Task<BackendStatus> ProbeAsync(CancellationToken cancellationToken = default) => _server.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    /// <param name="text">What to say.</param>
    /// <param name="options">Voice, speed, model; our worker alone is told the language, and the session by the additional property "session_id".</param>
    /// <param name="cancellationToken">Closes the connection at once.</param>
    /// <returns>One <see cref="DataContent"/> of type `audio/pcm;rate=…`: 16-bit little-endian mono.</returns>
    /// <exception cref="BackendException">The server did not speak, or broke off.</exception>
    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var audio = new MemoryStream();
        var type = MediaType(_options.SampleRateHz);
        await foreach (var update in GetStreamingAudioAsync(text, options, cancellationToken))
        {
            foreach (var chunk in update.Contents.OfType<DataContent>())
            {
                type = chunk.MediaType;
                audio.Write(chunk.Data.Span);
            }
        }

        return new TextToSpeechResponse([new DataContent(audio.ToArray(), type)]) { ModelId = options?.ModelId ?? _options.Model };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Chunks are <see cref="DataContent"/> of type `audio/pcm;rate=24000` (the rate the server said, or the setting's), 16-bit little-endian mono, whole
    /// samples, as soon as the bytes arrive. Our worker is asked for events, and where its engine knows when it says which word, a content per word tells it by
    /// `word`, `start_ms` and `end_ms` among its additional properties. Disposing the enumerator closes the connection at once.
    /// </remarks>
    /// <exception cref="BackendException">The server did not speak, or broke off; what was yielded before stands.</exception>
    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var json = Body(text, options);
        using var call = _server.Begin(cancellationToken);
        using var response = await _server.PostAsync(call, "audio/speech", () => JsonContent(json), options?.AdditionalProperties);
        await using var body = await call.WaitAsync(async token => await response.Content.ReadAsStreamAsync(token));
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is "text/event-stream")
        {
            var events = new SpeechEvents(body, call, _server.Peer, MediaType(_options.SampleRateHz));
            while (await events.NextAsync() is { } content)
            {
                yield return new TextToSpeechResponseUpdate([content]) { Kind = TextToSpeechResponseUpdateKind.AudioUpdating, ModelId = options?.ModelId ?? _options.Model };
            }

            yield break;
        }

        await ThrowUnlessAudioAsync(call, body, type?.MediaType ?? "");

        var frames = new PcmFrames(RateIn(type) ?? _options.SampleRateHz, _server.Peer);
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (await call.WaitAsync(token => body.ReadAsync(buffer, token)) is > 0 and var read)
            {
                call.Progress();
                if (frames.Push(buffer.AsSpan(0, read)) is { Length: > 0 } samples)
                {
                    yield return new TextToSpeechResponseUpdate([new DataContent(samples, MediaType(frames.SampleRateHz))])
                    {
                        Kind = TextToSpeechResponseUpdateKind.AudioUpdating,
                        ModelId = options?.ModelId ?? _options.Model,
                    };
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (frames.IsIncomplete)
            throw BackendFailures.CutOff(_server.Peer);
    }

    /// <inheritdoc/>
    /// <remarks><see cref="TextToSpeechOptions"/> are those of a request without any: the voice that is set, if one is.</remarks>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("openai", _server.Root, _options.Model)
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(TextToSpeechOptions) && _options.Voice is { Length: > 0 } voice ? new TextToSpeechOptions { VoiceId = voice }
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private static string MediaType(int rate) => string.Create(CultureInfo.InvariantCulture, $"audio/pcm;rate={rate}");

    private static ByteArrayContent JsonContent(byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A rate in the type (`audio/pcm;rate=16000`, `audio/L16; rate=…`), where the server says one.</summary>
    private static int? RateIn(MediaTypeHeaderValue? type) =>
        type?.Parameters.FirstOrDefault(p => p.Name.Equals("rate", StringComparison.OrdinalIgnoreCase))?.Value is { } text
        && int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 4000 and <= 384_000
            ? rate
            : null;

    private byte[] Body(string text, TextToSpeechOptions? options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", options?.ModelId ?? _options.Model ?? "tts-1");
            json.WriteString("input", text);
            json.WriteString("voice", _options.VoiceFor(options?.VoiceId));
            json.WriteString("response_format", "pcm");
            if (_options.AsksWorker)
                json.WriteString("stream_format", "sse");
            if (options?.Speed is { } speed)
                json.WriteNumber("speed", speed);
            // OpenAI's API has neither: the first is sent where the operator sets one, the second to our worker.
            if (_options.Language is { Length: > 0 } language)
                json.WriteString("language", language);
            if (_options.AsksWorker && options?.Language is { Length: > 0 } hint)
                json.WriteString("language_hint", hint);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private async ValueTask ThrowUnlessAudioAsync(BackendCall call, Stream body, string type)
    {
        if (type is "text/html")
            throw BackendFailures.Protocol(_server.Peer, "it sent a web page");
        if (type is "audio/mpeg" or "audio/mp3" or "audio/ogg" or "audio/opus" or "audio/flac" or "audio/aac")
            throw BackendFailures.Protocol(_server.Peer, $"it sent {type} where PCM was asked for");
        if (!type.EndsWith("json", StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal))
            return;
        var words = await call.WaitAsync(token => BackendHttp.ReadAsync(body, BackendHttp.MaxErrorBytes, token));
        throw BackendFailures.FromServer(_server.Peer, status: null, BackendErrorText.Read(words));
    }
}
