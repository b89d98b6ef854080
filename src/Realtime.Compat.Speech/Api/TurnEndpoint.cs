using System.Text.Json;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Api;

/// <summary>
/// <c>POST /v1/audio/turns</c>: whether a speaker who has fallen silent is done. The body is the turn so far, as <c>audio/wav</c>, as
/// <c>audio/pcm</c>, or as the part <c>file</c> of a form.
/// </summary>
internal static class TurnEndpoint
{
    /// <summary>The path.</summary>
    public const string Path = "/v1/audio/turns";

    /// <summary>Answers one request.</summary>
    public static async Task HandleAsync(HttpContext context, TurnJudge judge, IOptions<SpeechOptions> options)
    {
        judge.ThrowIfUnable();
        var lane = WorkLane.Of(context.Request);
        using var pass = judge.Gate.Enter(lane.Session);
        var audio = await ReadAsync(context.Request, options.Value, context.RequestAborted);
        var completion = await judge.JudgeAsync(LastSeconds(audio), lane, context.RequestAborted);

        var body = JsonSerializer.SerializeToUtf8Bytes(new TurnJudgement(Math.Round(completion, 4), judge.Model!.Model), ApiJson.Wire.TurnJudgement);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static async Task<WavAudio> ReadAsync(HttpRequest request, SpeechOptions limits, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.FromSeconds(limits.MaxAudioSeconds);
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
            return UploadedAudio.Decode(await UploadedAudio.ReadAsync(request.Body, limits.MaxAudioBytes, "body", cancellationToken), "", request.ContentType, longest);

        var form = await TranscriptionForm.ReadAsync(request, limits.MaxAudioBytes, cancellationToken);
        return UploadedAudio.Decode(
            form.File ?? throw ApiException.Invalid("The form has no part named 'file'.", "file", "missing_required_parameter"), form.FileName, form.FileType, longest);
    }

    private static ReadOnlyMemory<float> LastSeconds(WavAudio audio)
    {
        var wanted = LogMel.Samples / LogMel.RateHz * audio.SampleRateHz;
        var samples = audio.Samples.Length > wanted ? audio.Samples[^wanted..] : audio.Samples;
        return audio.SampleRateHz == LogMel.RateHz ? samples : Recognition.Transcriber.Resample(new WavAudio(samples, audio.SampleRateHz), LogMel.RateHz);
    }
}
