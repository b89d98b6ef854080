using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Api;

/// <summary><c>POST /v1/audio/transcriptions</c>.</summary>
internal static class TranscriptionEndpoint
{
    private static readonly string[] Formats = ["json", "text", "verbose_json"];

    /// <summary>Answers one request.</summary>
    /// <remarks>
    /// <c>model</c>, <c>prompt</c> and <c>temperature</c> are accepted and have no effect: there is one engine, which takes no
    /// hints and does not sample.
    /// </remarks>
    public static async Task HandleAsync(HttpContext context, Transcriber transcriber, IOptions<SpeechOptions> options)
    {
        if (!transcriber.Recognizer.Status.IsReady) throw ApiException.EngineMissing(transcriber.Recognizer.Status.Detail!);

        var limits = options.Value;
        using var pass = transcriber.Gate.Enter();
        var form = await TranscriptionForm.ReadAsync(context.Request, limits.MaxAudioBytes, context.RequestAborted);
        var format = Format(form);
        CheckLanguage(form, transcriber.Recognizer);
        var audio = UploadedAudio.Decode(
            form.File ?? throw ApiException.Invalid("The form has no part named 'file'.", "file", "missing_required_parameter"),
            form.FileName,
            form.FileType,
            TimeSpan.FromSeconds(limits.MaxAudioSeconds));

        var segments = transcriber.TranscribeAsync(audio, context.RequestAborted);
        if (Streams(form)) await StreamAsync(context, audio, segments);
        else await AnswerAsync(context, audio, segments, format, form.Values("timestamp_granularities").Contains("word"));
    }

    private static async Task StreamAsync(HttpContext context, WavAudio audio, IAsyncEnumerable<RecognizedSegment> segments)
    {
        ServerSentEvents.Begin(context.Response);
        var text = new StringBuilder();
        try
        {
            await foreach (var segment in segments.WithCancellation(context.RequestAborted))
            {
                var delta = text.Length == 0 ? segment.Text : $" {segment.Text}";
                text.Append(delta);
                await ServerSentEvents.SendAsync(context.Response, new TranscriptTextDelta(delta), ApiJson.Wire.TranscriptTextDelta, context.RequestAborted);
            }
        }
        catch (EngineException exception) when (context.Response.HasStarted)
        {
            await ServerSentEvents.SendAsync(
                context.Response, new ErrorBody(ErrorMiddleware.Translate(exception).Error), ApiJson.Wire.ErrorBody, context.RequestAborted);
            return;
        }

        var done = new TranscriptTextDone(text.ToString(), DurationUsage.Of(audio.Duration));
        await ServerSentEvents.SendAsync(context.Response, done, ApiJson.Wire.TranscriptTextDone, context.RequestAborted);
    }

    private static async Task AnswerAsync(
        HttpContext context, WavAudio audio, IAsyncEnumerable<RecognizedSegment> segments, string format, bool withWords)
    {
        var all = new List<RecognizedSegment>();
        await foreach (var segment in segments.WithCancellation(context.RequestAborted)) all.Add(segment);

        var text = string.Join(' ', all.Select(segment => segment.Text));
        var body = format switch
        {
            "text" => Encoding.UTF8.GetBytes(text + "\n"),
            "verbose_json" => JsonSerializer.SerializeToUtf8Bytes(VerboseTranscription.Of(audio, all, withWords), ApiJson.Wire.VerboseTranscription),
            _ => JsonSerializer.SerializeToUtf8Bytes(new Transcription(text, DurationUsage.Of(audio.Duration)), ApiJson.Wire.Transcription),
        };

        context.Response.ContentType = format == "text" ? "text/plain; charset=utf-8" : "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static string Format(TranscriptionForm form)
    {
        var format = form.Value("response_format") ?? "json";
        return Formats.Contains(format)
            ? format
            : throw ApiException.Invalid($"'{format}' is not offered as response_format; {string.Join(", ", Formats)} are.", "response_format", "unsupported_value");
    }

    private static void CheckLanguage(TranscriptionForm form, ISpeechRecognizer recognizer)
    {
        if (form.Value("language") is not { } language) return;

        var code = language.Split('-', '_')[0].ToLowerInvariant();
        if (!recognizer.Understands(code == "english" ? "en" : code))
            throw ApiException.Invalid($"The language '{language}' is not supported by '{recognizer.Model}', which understands English ('en') only.", "language", "unsupported_language");
    }

    private static bool Streams(TranscriptionForm form) => form.Value("stream") switch
    {
        null or "false" or "False" or "0" => false,
        "true" or "True" or "1" => true,
        var other => throw ApiException.Invalid($"'stream' must be true or false, not '{other}'.", "stream", "invalid_value"),
    };
}
