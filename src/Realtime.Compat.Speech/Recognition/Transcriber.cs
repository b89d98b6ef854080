using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Options;

namespace Realtime.Compat.Speech.Recognition;

/// <summary>Turns a recording into segments of text, utterance by utterance, on threads of its own.</summary>
internal sealed class Transcriber : IDisposable
{
    private readonly EngineThreads _threads;

    /// <summary>Starts the threads.</summary>
    public Transcriber(ISpeechRecognizer recognizer, IOptions<SpeechOptions> options)
    {
        Recognizer = recognizer;
        var threads = options.Value.EffectiveRecognitionThreads;
        _threads = new EngineThreads("speech to text", threads);
        Gate = new RequestGate(threads + options.Value.MaxWaitingTranscriptions);
    }

    /// <summary>The engine.</summary>
    public ISpeechRecognizer Recognizer { get; }

    /// <summary>Admits requests; entered before a body is read, so that waiting ones hold no memory.</summary>
    public RequestGate Gate { get; }

    /// <summary>Recognises a recording.</summary>
    /// <param name="audio">Mono samples and their rate.</param>
    /// <param name="cancellationToken">Stops before the next utterance.</param>
    /// <returns>Segments as they are recognised, in order; those without words are left out.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async IAsyncEnumerable<RecognizedSegment> TranscribeAsync(
        WavAudio audio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var samples = Resample(audio, Recognizer.SampleRateHz);
        foreach (var range in UtteranceSplitter.Split(samples, Recognizer.SampleRateHz))
        {
            var words = await _threads.RunAsync(() => Recognizer.Recognize(samples.AsSpan(range)), cancellationToken);
            if (words.Count == 0) continue;

            var start = Time(range.Start);
            yield return new RecognizedSegment(
                start,
                Time(range.End),
                [.. words.Select(word => word with { Start = start + word.Start, End = start + word.End })]);
        }

        TimeSpan Time(Index sample) => TimeSpan.FromSeconds((double)sample.Value / Recognizer.SampleRateHz);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _threads.Dispose();

    private static float[] Resample(WavAudio audio, int rateHz)
    {
        var resampler = new Resampler(audio.SampleRateHz, rateHz);
        var output = new float[resampler.MaxOutputLength(audio.Samples.Length)];
        var written = resampler.Process(audio.Samples.Span, output);
        written += resampler.Flush(output.AsSpan(written));
        return output[..written];
    }
}
