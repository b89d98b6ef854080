using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends.OpenAI.Live;
using Realtime.Compat.Backends.Streaming;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Backends.OpenAI;

/// <summary>Transcription by any server with OpenAI's `POST /v1/audio/transcriptions` (our speech worker, speaches, vLLM, OpenAI).</summary>
public sealed class OpenAISpeechToTextClient : ISpeechToTextClient, INoiseReducingSpeechToText
{
    private readonly SpeechServer _server;
    private readonly SpeechBackendOptions _options;
    private readonly LiveSpeechToText? _live;

    /// <summary>Makes a client; nothing is sent until it is asked.</summary>
    /// <param name="options">Address, model, language, times.</param>
    /// <param name="url">Where the server is now, asked at every call; null while it is not running. Without it, <see cref="SpeechBackendOptions.Url"/>.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock of all timeouts; null for the system's.</param>
    public OpenAISpeechToTextClient(SpeechBackendOptions options, Func<Uri?>? url = null, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _server = new SpeechServer("speech_to_text", "The transcription server", options, url, handler, time);
        _live = options.AsksWorker && options.Live is not LiveTranscription.Never ? new LiveSpeechToText(_server, options) : null;
    }

    /// <summary>Whether the server answers now: `GET /health`, or `/v1/models` where there is none.</summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    public Task<BackendStatus> ProbeAsync(CancellationToken cancellationToken = default) => _server.ProbeAsync(cancellationToken);

    /// <summary>Finds out whether the server follows speech while it is spoken, so that the next turn can make use of it.</summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    public Task LookForLiveAsync(CancellationToken cancellationToken = default) => _live?.LookAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    /// <param name="audioSpeechStream">A whole WAV file.</param>
    /// <param name="options">Language, model; among the additional properties, a string "prompt" and a list of strings "include" are passed on, "session_id" to our worker alone.</param>
    /// <param name="cancellationToken">Closes the connection at once.</param>
    /// <remarks>"noise_reduction" is passed on to our worker; for any other server the noise is taken out here.</remarks>
    /// <exception cref="BackendException">The server did not transcribe.</exception>
    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        var text = "";
        await foreach (var update in TranscribeAsync(audioSpeechStream, options, stream: false, cancellationToken))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
                text = update.Text;
        }

        return new SpeechToTextResponse(text) { ModelId = options?.ModelId ?? _options.Model };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A server's log probabilities are each update's additional property "logprobs", as the server's own JSON; the language it heard is the last one's "language".
    /// Each <see cref="SpeechToTextResponseUpdateKind.TextUpdating"/> adds its text to what was heard; the one
    /// <see cref="SpeechToTextResponseUpdateKind.TextUpdated"/> at the end holds the whole. A server that does not stream gives only that one.
    /// </remarks>
    /// <exception cref="BackendException">The server did not transcribe, or broke off.</exception>
    public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        TranscribeAsync(audioSpeechStream, options, stream: true, cancellationToken);

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("openai", _server.Root, _options.Model)
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(ILiveSpeechToText) ? _live
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _live?.Dispose();
        _server.Dispose();
    }

    private async IAsyncEnumerable<SpeechToTextResponseUpdate> TranscribeAsync(
        Stream audio, SpeechToTextOptions? options, bool stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var wav = await BackendHttp.ReadAsync(audio, int.MaxValue, cancellationToken);
        var reduction = options?.AdditionalProperties?.GetValueOrDefault(NoiseReductionField.Name) as string;
        if (!_options.AsksWorker && NoiseReductionField.Parse(reduction) is { } strength)
            wav = WithoutNoise(wav, strength);
        using var call = _server.Begin(cancellationToken);
        using var response = await _server.PostAsync(call, "audio/transcriptions", () => Form(wav, options, stream), options?.AdditionalProperties);
        await using var body = await call.WaitAsync(async token => await response.Content.ReadAsStreamAsync(token));
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type != "text/event-stream")
        {
            var whole = await call.WaitAsync(token => BackendHttp.ReadAsync(body, BackendHttp.MaxWholeAnswerBytes, token));
            yield return Whole(type, whole);
            yield break;
        }

        var events = new ServerSentEventReader(new LineReader(body, call, _server.Peer));
        while (await events.NextAsync() is { } data)
        {
            if (Read(data) is not { } update)
                continue;
            call.Progress();
            yield return update;
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
                yield break;
        }

        throw BackendFailures.CutOff(_server.Peer);
    }

    private static byte[] WithoutNoise(byte[] wav, NoiseReductionStrength strength)
    {
        var audio = WavReader.ReadMono(wav);
        return WavWriter.ToBytes(UtteranceNoise.Reduce(audio.Samples.Span, audio.SampleRateHz, strength), UtteranceNoise.RateHz);
    }

    private MultipartFormDataContent Form(byte[] wav, SpeechToTextOptions? options, bool stream)
    {
        var file = new ByteArrayContent(wav);
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"audio.wav\"" };
        var form = new MultipartFormDataContent { file };
        Add("model", _options.ModelFor(options?.ModelId) ?? "whisper-1");
        Add("language", options?.SpeechLanguage ?? _options.Language);
        Add("prompt", options?.AdditionalProperties?.GetValueOrDefault("prompt") as string);
        Add(NoiseReductionField.Name, _options.AsksWorker ? options?.AdditionalProperties?.GetValueOrDefault(NoiseReductionField.Name) as string : null);
        Add("response_format", "json");
        Add("stream", stream ? "true" : null);
        foreach (var extra in options?.AdditionalProperties?.GetValueOrDefault("include") as IEnumerable<string> ?? [])
            Add("include[]", extra);
        return form;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                form.Add(new StringContent(value, Encoding.UTF8, mediaType: (MediaTypeHeaderValue?)null!), $"\"{name}\"");
        }
    }

    private SpeechToTextResponseUpdate Whole(string type, byte[] body)
    {
        if (type is "text/html")
            throw BackendFailures.Protocol(_server.Peer, "it sent a web page");
        if (type is "text/plain")
            return Update(SpeechToTextResponseUpdateKind.TextUpdated, Encoding.UTF8.GetString(body).Trim());
        try
        {
            using var json = JsonDocument.Parse(body);
            ThrowIfError(json.RootElement);
            return WithLanguage(Update(SpeechToTextResponseUpdateKind.TextUpdated, json.RootElement.GetProperty("text"u8).GetString() ?? "", logprobs: Logprobs(json.RootElement)), json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw BackendFailures.Protocol(_server.Peer, "its answer holds no text", e);
        }
    }

    private SpeechToTextResponseUpdate? Read(ReadOnlyMemory<byte> data)
    {
        if (data.Span.SequenceEqual("[DONE]"u8))
            return null;
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            ThrowIfError(root);
            return (root.TryGetProperty("type", out var type) ? type.GetString() : null) switch
            {
                "transcript.text.delta" => Update(SpeechToTextResponseUpdateKind.TextUpdating, root.GetProperty("delta"u8).GetString() ?? "", logprobs: Logprobs(root)),
                "transcript.text.done" => WithLanguage(Update(SpeechToTextResponseUpdateKind.TextUpdated, root.GetProperty("text"u8).GetString() ?? "", Usage(root), Logprobs(root)), root),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw BackendFailures.Protocol(_server.Peer, "a part of its answer is not what it should be", e);
        }
    }

    private void ThrowIfError(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
            throw BackendFailures.FromServer(_server.Peer, status: null, BackendErrorText.Read(error));
    }

    private SpeechToTextResponseUpdate Update(SpeechToTextResponseUpdateKind kind, string text, UsageDetails? usage = null, JsonElement? logprobs = null)
    {
        var update = new SpeechToTextResponseUpdate(text) { Kind = kind, ModelId = _options.Model };
        if (logprobs is { } tokens)
            update.AdditionalProperties = new AdditionalPropertiesDictionary { ["logprobs"] = tokens };
        if (usage is not null)
            update.Contents.Add(new UsageContent(usage));
        return update;
    }

    /// <summary>The language that was heard, where the server says it.</summary>
    private static SpeechToTextResponseUpdate WithLanguage(SpeechToTextResponseUpdate update, JsonElement answer)
    {
        if (answer.TryGetProperty("language", out var language) && language.ValueKind == JsonValueKind.String)
            (update.AdditionalProperties ??= [])["language"] = language.GetString();
        return update;
    }

    /// <summary>How sure the server was of each token, as it says it; null where it says nothing.</summary>
    private static JsonElement? Logprobs(JsonElement answer) =>
        answer.TryGetProperty("logprobs", out var logprobs) && logprobs.ValueKind == JsonValueKind.Array ? logprobs.Clone() : null;

    private static UsageDetails? Usage(JsonElement done)
    {
        if (!done.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        long? Count(string name) => usage.TryGetProperty(name, out var value) && value.TryGetInt64(out var count) ? count : null;
        return new UsageDetails { InputTokenCount = Count("input_tokens"), OutputTokenCount = Count("output_tokens"), TotalTokenCount = Count("total_tokens") };
    }
}
