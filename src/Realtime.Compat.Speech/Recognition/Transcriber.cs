using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Api;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;

namespace Realtime.Compat.Speech.Recognition;

/// <summary>Turns recordings into text, utterance by utterance, on threads of its own.</summary>
internal sealed class Transcriber : IDisposable
{
    // A recording is given to an engine that listens live in pieces of this length, so that its text comes as it grows.
    private static readonly TimeSpan Piece = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ISpeechRecognizer, EngineThreads> _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="recognizers">In order of preference, at least one.</param>
    /// <param name="options">Settings.</param>
    public Transcriber(IEnumerable<ISpeechRecognizer> recognizers, IOptions<SpeechOptions> options)
    {
        var settings = options.Value;
        Engines = [.. recognizers];
        var atOnce = Engines.ToDictionary(engine => engine, engine => settings.RecognitionsAtOnce(engine.ThreadsPerCall));
        _threads = Engines.Where(engine => engine.Status.IsReady).ToDictionary(engine => engine, engine => new EngineThreads($"hear {engine.Model}", atOnce[engine]));
        Gate = new RequestGate(atOnce[Preferred] + settings.MaxWaitingTranscriptions);
        LiveGate = new RequestGate(settings.MaxLiveTranscriptions);
    }

    /// <summary>The engines, the preferred one first.</summary>
    public IReadOnlyList<ISpeechRecognizer> Engines { get; }

    /// <summary>The first engine that is ready; the first of all when none is.</summary>
    public ISpeechRecognizer Preferred => Engines.FirstOrDefault(engine => engine.Status.IsReady) ?? Engines[0];

    /// <summary>Admits requests; entered before a body is read, so that waiting ones hold no memory.</summary>
    public RequestGate Gate { get; }

    /// <summary>Admits transcriptions of audio that is still being spoken.</summary>
    public RequestGate LiveGate { get; }

    /// <summary>Finds the engine for a request.</summary>
    /// <param name="model">An engine's name picks it; any other name, or none, leaves the choice to the language.</param>
    /// <param name="language">ISO 639-1, lower case, or null.</param>
    /// <exception cref="ApiException">400: nobody understands the language; 503: who would cannot be used.</exception>
    public ISpeechRecognizer Choose(string? model, string? language)
    {
        // For a downloaded model that cannot be used the others stand in, also where it is asked for by name.
        IReadOnlyList<ISpeechRecognizer> candidates = Engines.FirstOrDefault(engine => engine.Model == model) is { } chosen and not Sherpa.UnusableModel ? [chosen] : Engines;
        // Of a model that is not there nobody knows the languages, and "it is missing" is a better answer than "no such language".
        var able = candidates.Where(engine => language is null || engine.Languages.Count == 0 || engine.Languages.Contains(language)).ToArray();
        if (able.Length == 0)
        {
            var named = candidates.FirstOrDefault(engine => engine.Status.IsReady) ?? candidates[0];
            throw ApiException.Invalid(
                $"The language '{language}' is not supported by '{named.Model}', which understands {LanguageNames.List(named.Languages)}.", "language", "unsupported_language");
        }

        return able.FirstOrDefault(engine => engine.Status.IsReady) ?? throw ApiException.EngineMissing(able[0].Status.Detail!);
    }

    /// <summary>Takes noise out of a recording, on the threads of the engine that will hear it.</summary>
    /// <param name="recognizer">One that <see cref="Choose"/> gave.</param>
    /// <param name="reducer">What takes it out.</param>
    /// <param name="audio">Mono samples and their rate.</param>
    /// <param name="strength">How much is taken.</param>
    /// <param name="lane">For whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    public Task<WavAudio> CleanAsync(
        ISpeechRecognizer recognizer, NoiseReducer reducer, WavAudio audio, NoiseReductionStrength strength, WorkLane lane, CancellationToken cancellationToken) =>
        _threads[recognizer].RunAsync(() => reducer.Reduce(audio, strength), cancellationToken, lane);

    /// <summary>Recognises a recording.</summary>
    /// <param name="recognizer">One that <see cref="Choose"/> gave.</param>
    /// <param name="audio">Mono samples and their rate.</param>
    /// <param name="hints">What is known beforehand.</param>
    /// <param name="lane">For whom.</param>
    /// <param name="cancellationToken">Stops before the next utterance.</param>
    /// <returns>Segments as they are recognised, in order; those without words are left out.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async IAsyncEnumerable<RecognizedSegment> TranscribeAsync(
        ISpeechRecognizer recognizer, WavAudio audio, RecognitionHints hints, WorkLane lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rate = recognizer.SampleRateHz;
        var samples = Resample(audio, rate);
        foreach (var range in UtteranceSplitter.Split(samples, rate, recognizer.LongestUtterance))
        {
            var utterance = await _threads[recognizer].RunAsync(() => recognizer.Recognize(samples.AsSpan(range), hints), cancellationToken, lane);
            if (utterance.Text.Length == 0) continue;

            var start = Time(range.Start);
            var words = utterance.Words.Select(word => word with { Start = start + word.Start, End = start + word.End });
            yield return new RecognizedSegment(start, Time(range.End), utterance with { Words = [.. words] });
        }

        TimeSpan Time(Index sample) => TimeSpan.FromSeconds((double)sample.Value / rate);
    }

    /// <summary>Recognises a recording by an engine that listens live.</summary>
    /// <returns>Pieces of text as they become certain, then the whole.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async IAsyncEnumerable<(string Delta, RecognizedUtterance? Whole)> FollowAsync(
        ISpeechRecognizer recognizer, WavAudio audio, RecognitionHints hints, WorkLane lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var live = Listen(recognizer, audio.SampleRateHz, hints, lane);
        var step = (int)(Piece.TotalSeconds * audio.SampleRateHz);
        for (var i = 0; i < audio.Samples.Length; i += step)
        {
            var delta = await live.AcceptAsync(audio.Samples.Slice(i, Math.Min(step, audio.Samples.Length - i)), cancellationToken);
            if (delta.Length > 0) yield return (delta, null);
        }

        var (utterance, rest) = await live.FinishAsync(cancellationToken);
        yield return (rest, utterance);
    }

    /// <summary>Begins to recognise audio that is still being spoken.</summary>
    public LiveTranscription Listen(ISpeechRecognizer recognizer, int sampleRateHz, RecognitionHints hints, WorkLane lane) =>
        new(recognizer, _threads[recognizer], sampleRateHz, hints, lane);

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        foreach (var threads in _threads.Values) threads.Dispose();
    }

    /// <summary>A recording at another rate.</summary>
    public static float[] Resample(WavAudio audio, int rateHz)
    {
        var resampler = new Resampler(audio.SampleRateHz, rateHz);
        var output = new float[resampler.MaxOutputLength(audio.Samples.Length)];
        var written = resampler.Process(audio.Samples.Span, output);
        written += resampler.Flush(output.AsSpan(written));
        return output[..written];
    }
}
