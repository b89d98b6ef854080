using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Api;

/// <summary>
/// <c>GET /v1/audio/transcriptions/stream</c>, a WebSocket: speech is transcribed while it is spoken. Binary messages carry PCM16
/// (mono, little-endian); an empty one, or the peer's close, ends the utterance. The text message <c>{"type":"transcript.flush"}</c> asks
/// for all that was said until now, and the utterance goes on. Answers are the events of a streamed transcription, as text messages.
/// </summary>
internal static class LiveTranscriptionEndpoint
{
    /// <summary>The path; that it is offered can be read in <c>/health</c>.</summary>
    public const string Path = "/v1/audio/transcriptions/stream";

    private const int DefaultRateHz = 24_000;
    private const int LowestRateHz = 8_000;
    private const int HighestRateHz = 48_000;
    private const int BlockBytes = 32 << 10;

    /// <summary>Serves one utterance.</summary>
    public static async Task HandleAsync(HttpContext context, Transcriber transcriber, IOptions<SpeechOptions> options)
    {
        if (!context.WebSockets.IsWebSocketRequest) throw ApiException.Invalid($"{Path} is a WebSocket: connect by ws://.");

        var query = context.Request.Query;
        var rate = Rate(query["rate"].ToString());
        var language = query["language"].ToString() is { Length: > 0 } named ? LanguageNames.Code(named) : null;
        var recognizer = transcriber.Choose(query["model"].ToString(), language);
        var lane = WorkLane.Of(context.Request);
        using var pass = transcriber.LiveGate.Enter(lane.Session);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var live = transcriber.Listen(recognizer, rate, new RecognitionHints(language, PromptWords.Of(query["prompt"])), lane);
        try
        {
            await TranscribeAsync(socket, live, TimeSpan.FromSeconds(options.Value.MaxAudioSeconds), context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
        catch (Exception exception) when (exception is EngineException or ApiException)
        {
            await SendAsync(socket, new ErrorBody(ErrorMiddleware.Translate(exception).Error), ApiJson.Wire.ErrorBody, context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.InternalServerError, null, context.RequestAborted);
        }
        catch (WebSocketException)
        {
            // The peer is gone; there is nobody to tell.
        }
    }

    private static async Task TranscribeAsync(WebSocket socket, LiveTranscription live, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var block = MemoryPool<byte>.Shared.Rent(BlockBytes);
        var audio = new LiveAudioReader(socket, block.Memory[..BlockBytes]);
        while (await audio.ReadAsync(cancellationToken) is { IsEnd: false } message)
        {
            if (message.IsFlush)
            {
                var now = await live.PeekAsync(cancellationToken);
                await SendAsync(socket, new TranscriptTextSnapshot(now.Text, now.Language), ApiJson.Wire.TranscriptTextSnapshot, cancellationToken);
                continue;
            }

            if (live.Duration > longest)
                throw ApiException.Invalid($"The utterance is too long. Maximum audio length is {longest.TotalSeconds:0} seconds.", null, "audio_too_long");
            // What arrives meanwhile waits in the socket, which in time holds the peer back.
            var delta = await live.AcceptAsync(message.Samples, cancellationToken);
            if (delta.Length > 0) await SendAsync(socket, new TranscriptTextDelta(delta), ApiJson.Wire.TranscriptTextDelta, cancellationToken);
        }

        var (utterance, rest) = await live.FinishAsync(cancellationToken);
        if (rest.Length > 0) await SendAsync(socket, new TranscriptTextDelta(rest), ApiJson.Wire.TranscriptTextDelta, cancellationToken);
        await SendAsync(socket, new TranscriptTextDone(utterance.Text, utterance.Language, DurationUsage.Of(live.Duration)), ApiJson.Wire.TranscriptTextDone, cancellationToken);
    }

    private static int Rate(string value)
    {
        if (value.Length == 0) return DefaultRateHz;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= LowestRateHz and <= HighestRateHz
            ? rate
            : throw ApiException.Invalid($"'rate' must be a number of samples a second between {LowestRateHz} and {HighestRateHz}, not '{value}'.", "rate", "invalid_value");
    }

    private static async Task SendAsync<T>(WebSocket socket, T content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        // A peer that closed its side to end the utterance still reads the answer.
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(content, type), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}
