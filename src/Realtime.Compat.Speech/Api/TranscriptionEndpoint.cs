using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.Api;

/// <summary><c>POST /v1/audio/transcriptions</c>.</summary>
internal static class TranscriptionEndpoint
{
    private static readonly string[] Formats = ["json", "text", "verbose_json"];

    /// <summary>Answers one request.</summary>
    /// <remarks><c>temperature</c> is accepted and has no effect: no engine samples. <c>prompt</c> has one where the model takes hot words.</remarks>
    public static async Task HandleAsync(HttpContext context, Transcriber transcriber, NoiseReducer reducer, IOptions<SpeechOptions> options)
    {
        if (!transcriber.Preferred.Status.IsReady) throw ApiException.EngineMissing(transcriber.Preferred.Status.Detail!);

        var limits = options.Value;
        var lane = WorkLane.Of(context.Request);
        using var pass = transcriber.Gate.Enter(lane.Session);
        var form = await TranscriptionForm.ReadAsync(context.Request, limits.MaxAudioBytes, context.RequestAborted);
        var format = Format(form);
        var language = form.Value("language") is { } named ? LanguageNames.Code(named) : null;
        var recognizer = transcriber.Choose(form.Value("model"), language);
        var reduction = Reduction(form);
        var hints = new RecognitionHints(language, PromptWords.Of(form.Value("prompt")));
        var audio = UploadedAudio.Decode(
            form.File ?? throw ApiException.Invalid("The form has no part named 'file'.", "file", "missing_required_parameter"),
            form.FileName,
            form.FileType,
            TimeSpan.FromSeconds(limits.MaxAudioSeconds));
        if (reduction is { } strength) audio = await transcriber.CleanAsync(recognizer, reducer, audio, strength, lane, context.RequestAborted);

        if (!Streams(form))
        {
            var segments = transcriber.TranscribeAsync(recognizer, audio, hints, lane, context.RequestAborted);
            await AnswerAsync(context, audio, segments, format, language ?? recognizer.Languages.First(), form.Values("timestamp_granularities").Contains("word"));
        }
        else if (recognizer.IsLive)
        {
            await StreamAsync(context, audio, transcriber.FollowAsync(recognizer, audio, hints, lane, context.RequestAborted));
        }
        else
        {
            await StreamAsync(context, audio, Pieces(transcriber.TranscribeAsync(recognizer, audio, hints, lane, context.RequestAborted)));
        }
    }

    /// <summary>Each segment as a piece, with a space before it where one is due; then the whole.</summary>
    private static async IAsyncEnumerable<(string Delta, RecognizedUtterance? Whole)> Pieces(IAsyncEnumerable<RecognizedSegment> segments)
    {
        var text = new Transcript();
        string? language = null;
        await foreach (var segment in segments)
        {
            language ??= segment.Utterance.Language;
            yield return (text.Add(segment.Text), null);
        }

        yield return ("", new RecognizedUtterance(text.ToString(), language, []));
    }

    private static async Task StreamAsync(HttpContext context, WavAudio audio, IAsyncEnumerable<(string Delta, RecognizedUtterance? Whole)> pieces)
    {
        ServerSentEvents.Begin(context.Response);
        try
        {
            await foreach (var (delta, whole) in pieces.WithCancellation(context.RequestAborted))
            {
                if (delta.Length > 0)
                    await ServerSentEvents.SendAsync(context.Response, new TranscriptTextDelta(delta), ApiJson.Wire.TranscriptTextDelta, context.RequestAborted);
                if (whole is null) continue;
                var done = new TranscriptTextDone(whole.Text, whole.Language, DurationUsage.Of(audio.Duration));
                await ServerSentEvents.SendAsync(context.Response, done, ApiJson.Wire.TranscriptTextDone, context.RequestAborted);
            }
        }
        catch (EngineException exception) when (context.Response.HasStarted)
        {
            await ServerSentEvents.SendAsync(
                context.Response, new ErrorBody(ErrorMiddleware.Translate(exception).Error), ApiJson.Wire.ErrorBody, context.RequestAborted);
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, WavAudio audio, IAsyncEnumerable<RecognizedSegment> segments, string format, string language, bool withWords)
    {
        var all = new List<RecognizedSegment>();
        await foreach (var segment in segments.WithCancellation(context.RequestAborted)) all.Add(segment);

        var text = Transcript.Join(all.Select(segment => segment.Utterance));
        var body = format switch
        {
            "text" => Encoding.UTF8.GetBytes(text + "\n"),
            "verbose_json" => JsonSerializer.SerializeToUtf8Bytes(VerboseTranscription.Of(audio, all, language, withWords), ApiJson.Wire.VerboseTranscription),
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

    private static NoiseReductionStrength? Reduction(TranscriptionForm form) =>
        form.Value(NoiseReductionField.Name) is not { } value ? null
        : NoiseReductionField.Parse(value)
            ?? throw ApiException.Invalid($"'{NoiseReductionField.Name}' must be near_field or far_field, not '{value}'.", NoiseReductionField.Name, "invalid_value");

    private static bool Streams(TranscriptionForm form) => form.Value("stream") switch
    {
        null or "false" or "False" or "0" => false,
        "true" or "True" or "1" => true,
        var other => throw ApiException.Invalid($"'stream' must be true or false, not '{other}'.", "stream", "invalid_value"),
    };
}
