using System.Collections.Concurrent;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Gathers the frames of the streams of one rate. A frame waits until a batch is full or <see cref="VoiceActivityBatcher.Patience"/> is over. While so few
/// streams speak that hardly any would meet, none waits.
/// </summary>
/// <remarks>A full batch runs on the thread that filled it: no thread is woken to compute.</remarks>
internal sealed class FrameGatherer : IDisposable
{
    /// <summary>Time in which every stream that speaks brings a frame, also one that sends 4,096 samples at a time.</summary>
    private static readonly TimeSpan CountingTime = TimeSpan.FromMilliseconds(8 * SileroVad.FrameMs);

    private readonly SileroVadModel _model;
    private readonly int _sampleRateHz;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly int _fewestStreams;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<VoiceActivityBatch> _free = [];
    private VoiceActivityBatch _gathering;
    private long _gatheringSince;
    private bool _timerRuns;
    private long _window = 1; // number of the counting time that runs
    private int _counted;     // streams that brought a frame in it
    private int _streams;     // the same of the one before

    /// <summary>A gatherer without streams.</summary>
    /// <param name="model">The weights, shared by all streams.</param>
    /// <param name="sampleRateHz">Rate of the streams.</param>
    /// <param name="clock">Wall time.</param>
    /// <param name="fewestStreams">Streams from which frames wait.</param>
    public FrameGatherer(SileroVadModel model, int sampleRateHz, TimeProvider clock, int fewestStreams)
    {
        (_model, _sampleRateHz, _clock, _fewestStreams) = (model, sampleRateHz, clock, fewestStreams);
        _gathering = new VoiceActivityBatch(model, sampleRateHz);
        _started = clock.GetTimestamp();
        _timer = clock.CreateTimer(
            static gatherer => ((FrameGatherer)gatherer!).RunLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the clock. Frames that wait are not answered.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Computes the frame that a detector holds, now or with others.</summary>
    public ValueTask<float> ProcessAsync(SileroVoiceActivityDetector detector)
    {
        if (!TryGather(detector, out var answer, out var full))
            return new ValueTask<float>(detector.Process(detector.Frame.Span));
        if (full is not null)
            Run(full, detector);
        return answer;
    }

    /// <summary>Lets a frame wait for others, unless hardly any would come.</summary>
    private bool TryGather(SileroVoiceActivityDetector detector, out ValueTask<float> answer, out VoiceActivityBatch? full)
    {
        (answer, full) = (default, null);
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            if (!detector.IsLive(_clock.GetElapsedTime(_started, now)))
                return false; // a recording being uploaded, which waiting would hold up
            Count(detector, now);
            if (Math.Max(_streams, _counted) < _fewestStreams)
                return false;

            answer = detector.WaitForAnswer();
            if (_gathering.Count == 0)
                StartWaiting(now);
            _gathering.Add(detector);
            if (_gathering.IsFull)
                full = TakeGathered();
            return true;
        }
    }

    /// <summary>Counts the streams that speak. The times in which they are counted lie on a grid, so that they neither drift nor stretch.</summary>
    private void Count(SileroVoiceActivityDetector detector, long now)
    {
        var window = 1 + _clock.GetElapsedTime(_started, now).Ticks / CountingTime.Ticks;
        if (window != _window)
        {
            _streams = window == _window + 1 ? _counted : 0;
            (_counted, _window) = (0, window);
        }

        if (detector.CountedIn == window)
            return;
        detector.CountedIn = window;
        _counted++;
    }

    private void StartWaiting(long now)
    {
        _gatheringSince = now;

        // A timer set for an earlier batch finds this one too young and sets itself anew.
        if (!_timerRuns)
            _timerRuns = _timer.Change(VoiceActivityBatcher.Patience, Timeout.InfiniteTimeSpan);
    }

    private void RunLate()
    {
        VoiceActivityBatch late;
        lock (_gate)
        {
            _timerRuns = false;
            if (_gathering.Count == 0)
                return;
            var left = VoiceActivityBatcher.Patience - _clock.GetElapsedTime(_gatheringSince);
            if (left > TimeSpan.Zero)
            {
                _timerRuns = _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            late = TakeGathered();
        }

        Run(late, caller: null);
    }

    private VoiceActivityBatch TakeGathered()
    {
        var gathered = _gathering;
        _gathering = _free.TryTake(out var free) ? free : new VoiceActivityBatch(_model, _sampleRateHz);
        return gathered;
    }

    private void Run(VoiceActivityBatch batch, SileroVoiceActivityDetector? caller)
    {
        batch.Run(caller);
        _free.Add(batch);
    }
}
