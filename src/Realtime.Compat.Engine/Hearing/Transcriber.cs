using System.Text;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Turns one utterance into words with the speech-to-text client.</summary>
internal static class Transcriber
{
    /// <summary>Transcribes an utterance.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="utterance">Its audio.</param>
    /// <param name="wishes">The session's transcription settings; null for the engine's own.</param>
    /// <param name="progress">Called with each further piece of text, in order.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>All words.</returns>
    /// <exception cref="HttpRequestException">The engine failed; its message says how.</exception>
    public static async Task<string> TranscribeAsync(ISpeechToTextClient client, Utterance utterance, Transcription? wishes, Func<string, ValueTask> progress,
        CancellationToken cancellationToken)
    {
        using var wav = ToWav(utterance);
        var options = new SpeechToTextOptions { ModelId = wishes?.Model, SpeechLanguage = wishes?.Language, SpeechSampleRate = utterance.NoiseReduction is null ? utterance.Format.SampleRateHz() : UtteranceNoise.RateHz };
        if (wishes?.Prompt is { Length: > 0 } prompt)
            options.AdditionalProperties = new AdditionalPropertiesDictionary { ["prompt"] = prompt };

        // Increments come as TextUpdating; a final text, whole or a segment at a time, as TextUpdated, and then it is the one that counts.
        var increments = new StringBuilder();
        var final = new StringBuilder();
        await foreach (var update in client.GetStreamingTextAsync(wav, options, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
                final.Append(update.Text);
            else if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdating && update.Text.Length > 0)
            {
                increments.Append(update.Text);
                await progress(update.Text).ConfigureAwait(false);
            }
        }

        return (final.Length > 0 ? final : increments).ToString().Trim();
    }

    private static MemoryStream ToWav(Utterance utterance)
    {
        var samples = new float[utterance.Audio.Length / utterance.Format.BytesPerSample()];
        AudioFormatCodec.Decode(utterance.Format, utterance.Audio.Span[..(samples.Length * utterance.Format.BytesPerSample())], samples);
        var rateHz = utterance.Format.SampleRateHz();
        if (utterance.NoiseReduction is { } reduction)
            (samples, rateHz) = (UtteranceNoise.Reduce(Resample(samples, rateHz), reduction), UtteranceNoise.RateHz);
        return new MemoryStream(WavWriter.ToBytes(samples, rateHz));
    }

    private static float[] Resample(float[] samples, int rateHz)
    {
        var resampler = new Resampler(rateHz, UtteranceNoise.RateHz);
        var resampled = new float[resampler.MaxOutputLength(samples.Length)];
        return resampled[..resampler.Process(samples, resampled)];
    }
}
