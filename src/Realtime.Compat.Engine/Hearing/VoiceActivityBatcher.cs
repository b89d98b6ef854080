using System.Collections.Concurrent;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// Computes frames of many streams together: with many at once, a frame costs half of what it costs alone. A frame waits until a batch is full or
/// <see cref="Patience"/> is over. While so few streams speak that hardly any would meet, none waits.
/// </summary>
/// <remarks>A full batch runs on the thread that filled it: no thread is woken to compute.</remarks>
public sealed class VoiceActivityBatcher : IDisposable
{
    /// <summary>Longest wait of a frame: 5 ms.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    /// <summary>Fewest streams for which waiting pays: at 31 frames a second each, two or three of their frames meet.</summary>
    internal const int FewestStreams = 16;

    /// <summary>Length of a frame: each stream that speaks brings one in this time.</summary>
    private static readonly TimeSpan FrameTime = TimeSpan.FromSeconds((double)SileroVad.FrameLength / SileroVad.SampleRateHz);

    private readonly SileroVadModel _model;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<VoiceActivityBatch> _free = [];
    private VoiceActivityBatch _gathering;
    private long _gatheringSince;
    private bool _timerRuns;
    private long _window = 1; // number of the frame time that runs
    private long _windowSince;
    private int _counted;     // streams that brought a frame in it
    private int _streams;     // the same of the one before

    /// <summary>A batcher without streams.</summary>
    /// <param name="model">The weights, shared by all streams.</param>
    /// <param name="clock">Wall time.</param>
    public VoiceActivityBatcher(SileroVadModel model, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(clock);
        _model = model;
        _clock = clock;
        _gathering = new VoiceActivityBatch(model);
        _windowSince = clock.GetTimestamp();
        _timer = clock.CreateTimer(
            static batcher => ((VoiceActivityBatcher)batcher!).RunLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A detector for one more stream.</summary>
    public IVoiceActivityDetector CreateDetector() => new SileroVoiceActivityDetector(_model, this);

    /// <summary>Stops the clock. Frames that wait are not answered: streams end first.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Computes the frame that a detector holds, now or with others.</summary>
    internal ValueTask<float> ProcessAsync(SileroVoiceActivityDetector detector)
    {
        if (!TryGather(detector, out var answer, out var full))
            return new ValueTask<float>(detector.Process(detector.Frame.Span));
        if (full is not null)
            Run(full);
        return answer;
    }

    /// <summary>Lets a frame wait for others, unless hardly any would come.</summary>
    private bool TryGather(SileroVoiceActivityDetector detector, out ValueTask<float> answer, out VoiceActivityBatch? full)
    {
        (answer, full) = (default, null);
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            StartWindow(now);
            if (detector.Window == _window)
                return false; // ahead of real time: a recording being uploaded, which waiting would hold up
            detector.Window = _window;
            if (Math.Max(_streams, ++_counted) < FewestStreams)
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

    /// <summary>Counts how many streams speak: each brings one frame in a frame's time.</summary>
    private void StartWindow(long now)
    {
        var elapsed = _clock.GetElapsedTime(_windowSince, now);
        if (elapsed < FrameTime)
            return;
        _streams = (int)(_counted * (FrameTime / elapsed));
        (_counted, _windowSince) = (0, now);
        _window++;
    }

    private void StartWaiting(long now)
    {
        _gatheringSince = now;

        // A timer set for an earlier batch finds this one too young and sets itself anew.
        if (!_timerRuns)
            _timerRuns = _timer.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    private void RunLate()
    {
        VoiceActivityBatch late;
        lock (_gate)
        {
            _timerRuns = false;
            if (_gathering.Count == 0)
                return;
            var left = Patience - _clock.GetElapsedTime(_gatheringSince);
            if (left > TimeSpan.Zero)
            {
                _timerRuns = _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            late = TakeGathered();
        }

        Run(late);
    }

    private VoiceActivityBatch TakeGathered()
    {
        var gathered = _gathering;
        _gathering = _free.TryTake(out var free) ? free : new VoiceActivityBatch(_model);
        return gathered;
    }

    private void Run(VoiceActivityBatch batch)
    {
        batch.Run();
        _free.Add(batch);
    }
}
