using System.Text;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing.Live;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Turns one utterance into words with the speech-to-text client.</summary>
internal static class Transcriber
{
    /// <summary>Takes an utterance's words from the engine that followed it while it was spoken; where that is none, or lost, transcribes it whole.</summary>
    /// <inheritdoc cref="TranscribeAsync(ISpeechToTextClient, Utterance, TranscriptionWishes, Func{Transcript, ValueTask}, CancellationToken)"/>
    public static async Task<Transcript> TranscribeAsync(
        LiveHearing? live, ISpeechToTextClient client, Utterance utterance, TranscriptionWishes wishes, Func<Transcript, ValueTask> progress, CancellationToken cancellationToken) =>
        (live is null ? null : await live.TryTranscribeAsync(cancellationToken).ConfigureAwait(false))
        ?? await TranscribeAsync(client, utterance, wishes, progress, cancellationToken).ConfigureAwait(false);

    /// <summary>Transcribes an utterance.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="utterance">Its audio.</param>
    /// <param name="wishes">What the session wants of it.</param>
    /// <param name="progress">Called with each further piece of text, in order.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>All words.</returns>
    /// <exception cref="HttpRequestException">The engine failed; its message says how.</exception>
    public static async Task<Transcript> TranscribeAsync(ISpeechToTextClient client, Utterance utterance, TranscriptionWishes wishes, Func<Transcript, ValueTask> progress,
        CancellationToken cancellationToken)
    {
        NoiseReductionStrength? reduction = utterance.NoiseReduction switch
        {
            null => null,
            NoiseReduction.NearField => NoiseReductionStrength.Mild,
            _ => NoiseReductionStrength.Strong,
        };
        // Noise is taken out once: there, or here.
        var isTheirs = reduction is not null && client.GetService(typeof(INoiseReducingSpeechToText)) is not null;
        var isOurs = reduction is not null && !isTheirs;
        using var wav = ToWav(utterance, isOurs ? reduction : null);
        var options = wishes.ToOptions(isOurs ? UtteranceNoise.RateHz : utterance.Format.SampleRateHz());
        if (isTheirs)
            (options.AdditionalProperties ??= [])[NoiseReductionField.Name] = NoiseReductionField.ValueOf(reduction!.Value);

        // Increments come as TextUpdating; a final text, whole or a segment at a time, as TextUpdated, and then it is the one that counts.
        var increments = new Words();
        var final = new Words();
        string? language = null;
        await foreach (var update in client.GetStreamingTextAsync(wav, options, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            language = HeardLanguage.Of(update.AdditionalProperties) ?? language;
            var logprobs = wishes.Logprobs ? LogProbabilities.Read(update) : null;
            if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)
                final.Add(update.Text, logprobs);
            else if (update.Kind == SpeechToTextResponseUpdateKind.TextUpdating && update.Text.Length > 0)
            {
                increments.Add(update.Text, logprobs);
                await progress(new Transcript(update.Text, logprobs)).ConfigureAwait(false);
            }
        }

        return (final.Text.Length > 0 ? final.ToTranscript(increments.Logprobs) : increments.ToTranscript(null)) with { Language = language };
    }

    private static MemoryStream ToWav(Utterance utterance, NoiseReductionStrength? reduction)
    {
        var samples = new float[utterance.Audio.Length / utterance.Format.BytesPerSample()];
        AudioFormatCodec.Decode(utterance.Format, utterance.Audio.Span[..(samples.Length * utterance.Format.BytesPerSample())], samples);
        var rateHz = utterance.Format.SampleRateHz();
        if (reduction is { } strength)
            (samples, rateHz) = (UtteranceNoise.Reduce(samples, rateHz, strength), UtteranceNoise.RateHz);
        return new MemoryStream(WavWriter.ToBytes(samples, rateHz));
    }

    private sealed class Words
    {
        public StringBuilder Text { get; } = new();

        public List<TokenLogProbability>? Logprobs { get; private set; }

        public void Add(string text, List<TokenLogProbability>? logprobs)
        {
            Text.Append(text);
            if (logprobs is not null)
                (Logprobs ??= []).AddRange(logprobs);
        }

        public Transcript ToTranscript(IReadOnlyList<TokenLogProbability>? otherwise) => new(Text.ToString().Trim(), Logprobs ?? otherwise);
    }
}
