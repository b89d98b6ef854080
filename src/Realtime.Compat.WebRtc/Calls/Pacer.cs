using System.Diagnostics;

namespace Realtime.Compat.WebRtc.Calls;

/// <summary>
/// A thread that beats for its calls every 20 ms, by the clock rather than by the sum of its sleeps: a beat that came late is followed by
/// the next one sooner. Sleeps for good while there are no calls.
/// </summary>
internal sealed class Pacer : IDisposable
{
    /// <summary>Length of an audio packet.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    /// <summary>Beats missed for longer than this (the machine slept) are not made up for.</summary>
    private static readonly TimeSpan MostArrears = TimeSpan.FromMilliseconds(500);

    private readonly Action<Exception> _report;
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _wanted = new();
    private readonly Thread _thread;
    private RtcCall[] _calls = [];
    private volatile bool _stopped;

    public Pacer(string name, Action<Exception> report)
    {
        _report = report;
        _thread = new Thread(Run) { IsBackground = true, Name = name, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Calls it beats for.</summary>
    public int Count => _calls.Length;

    public void Add(RtcCall call)
    {
        lock (_lock)
        {
            _calls = [.. _calls, call];
            _wanted.Set();
        }
    }

    /// <summary>Stops beating for a call. A beat may still be under way.</summary>
    public void Remove(RtcCall call)
    {
        lock (_lock)
        {
            _calls = [.. _calls.Where(other => other != call)];
            if (_calls.Length == 0) _wanted.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped = true;
        _wanted.Set();
        if (Thread.CurrentThread != _thread) _thread.Join();
        _wanted.Dispose();
    }

    private void Run()
    {
        var next = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            if (!_wanted.IsSet)
            {
                _wanted.Wait();
                next = Stopwatch.GetTimestamp();
            }
            next += Stopwatch.Frequency * Beat.Milliseconds / 1000;
            var ahead = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next);
            if (ahead > TimeSpan.Zero) Thread.Sleep(ahead);
            else if (-ahead > MostArrears) next = Stopwatch.GetTimestamp();
            foreach (var call in _calls)
                BeatFor(call);
        }
    }

    private void BeatFor(RtcCall call)
    {
        try
        {
            call.Beat();
        }
        catch (Exception exception)
        {
            _report(exception);
            call.Fail();
        }
    }
}
