using System.Diagnostics;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Recognition;

/// <summary>A transcription whose audio is still being spoken. Used by one caller at a time.</summary>
internal sealed class LiveTranscription : IDisposable
{
    // An engine that starts anew each time is not asked for less than this much new audio, nor more than half of the time.
    private static readonly TimeSpan LeastNew = TimeSpan.FromSeconds(0.6);
    private const double TimesLastPass = 2;

    private readonly ISpeechRecognizer _recognizer;
    private readonly EngineThreads _threads;
    private readonly RecognitionHints _hints;
    private readonly WorkLane _lane;
    private readonly Resampler _resampler;
    private readonly StablePrefix _prefix = new();
    private readonly List<float> _pending = [];
    private readonly Lock _use = new();
    private ILiveRecognition? _recognition;
    private TimeSpan _repeatAfter = LeastNew;
    private bool _over;

    /// <summary>Begins; nothing is recognised yet.</summary>
    /// <param name="recognizer">The engine.</param>
    /// <param name="threads">Where it runs.</param>
    /// <param name="sampleRateHz">Of the audio that will come.</param>
    /// <param name="hints">What is known beforehand.</param>
    /// <param name="lane">For whom.</param>
    public LiveTranscription(ISpeechRecognizer recognizer, EngineThreads threads, int sampleRateHz, RecognitionHints hints, WorkLane lane)
    {
        (_recognizer, _threads, _hints, _lane) = (recognizer, threads, hints, lane);
        _resampler = new Resampler(sampleRateHz, recognizer.SampleRateHz);
    }

    /// <summary>Length of the audio so far.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Takes further audio.</summary>
    /// <param name="samples">Mono, in −1…1, at the rate that was named.</param>
    /// <param name="cancellationToken">Ends the wait; the transcription cannot be used any more.</param>
    /// <returns>What is new and will not change; often empty.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async Task<string> AcceptAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
    {
        Take(samples.Span);
        if (!_recognizer.IsLive && _pending.Count < _repeatAfter.TotalSeconds * _recognizer.SampleRateHz) return "";

        var since = Stopwatch.GetTimestamp();
        var text = await _threads.RunAsync(() => Use(recognition => recognition.Accept(TakePending())), cancellationToken, _lane);
        var pass = Stopwatch.GetElapsedTime(since) * TimesLastPass;
        _repeatAfter = pass > LeastNew ? pass : LeastNew;
        return _prefix.Update(text);
    }

    /// <summary>The speaker pauses: what was said until now, as <see cref="FinishAsync"/> would tell it. More may follow.</summary>
    /// <param name="cancellationToken">Ends the wait; the transcription cannot be used any more.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    public Task<RecognizedUtterance> PeekAsync(CancellationToken cancellationToken) =>
        _threads.RunAsync(() => Use(recognition => recognition.Peek(TakePending())), cancellationToken, _lane);

    /// <summary>The audio is over.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was said, and what of it was not given out yet; that is empty when the final text contradicts what was.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async Task<(RecognizedUtterance Utterance, string Delta)> FinishAsync(CancellationToken cancellationToken)
    {
        var rest = new float[_resampler.MaxOutputLength(0)];
        _pending.AddRange(rest.AsSpan(0, _resampler.Flush(rest)));
        var utterance = await _threads.RunAsync(
            () => Use(recognition =>
            {
                var last = TakePending();
                // One pass over all of it, not two.
                if (recognition is RepeatedRecognition repeated) repeated.Add(last);
                else if (last.Length > 0) recognition.Accept(last);
                return recognition.Finish();
            }),
            cancellationToken,
            _lane);
        return (utterance, _prefix.Finish(utterance.Text));
    }

    /// <summary>Frees the engine's stream, after a call that may still be in it.</summary>
    public void Dispose()
    {
        try
        {
            _ = _threads.RunAsync(End, CancellationToken.None, _lane);
        }
        catch (ObjectDisposedException)
        {
            // The worker is ending, and the stream with it.
        }

        bool End()
        {
            lock (_use)
            {
                _over = true;
                _recognition?.Dispose();
                return true;
            }
        }
    }

    /// <summary>One at a time: a call whose caller has left may still be running.</summary>
    private T Use<T>(Func<ILiveRecognition, T> work)
    {
        lock (_use)
        {
            ObjectDisposedException.ThrowIf(_over, this);
            return work(_recognition ??= _recognizer.Listen(_hints));
        }
    }

    private void Take(ReadOnlySpan<float> samples)
    {
        Duration += TimeSpan.FromSeconds((double)samples.Length / _resampler.InputRateHz);
        var output = new float[_resampler.MaxOutputLength(samples.Length)];
        _pending.AddRange(output.AsSpan(0, _resampler.Process(samples, output)));
    }

    private float[] TakePending()
    {
        var samples = _pending.ToArray();
        _pending.Clear();
        return samples;
    }
}
