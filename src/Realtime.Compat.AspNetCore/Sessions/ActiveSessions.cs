using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>Counts the sessions that run and keeps them within the limit.</summary>
internal sealed class ActiveSessions : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Realtime.Compat.AspNetCore";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _clock;
    private readonly int _limit;
    private readonly long _started;
    private int _count;

    public ActiveSessions(IMeterFactory meters, IOptions<RealtimeOptions> options, TimeProvider clock)
    {
        _limit = options.Value.MaxSessions;
        _clock = clock;
        _started = clock.GetTimestamp();
        _meter = meters.Create(MeterName);
        _active = _meter.CreateUpDownCounter<long>("realtime.sessions.active", "{session}", "Sessions that run.");
        _refused = _meter.CreateCounter<long>("realtime.sessions.refused", "{session}", "Clients refused because the server was full.");
        _duration = _meter.CreateHistogram<double>("realtime.session.duration", "s", "Length of sessions that ended.");
    }

    /// <summary>Sessions that run, with all work they started.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Time since the server started.</summary>
    public TimeSpan Uptime => _clock.GetElapsedTime(_started);

    /// <summary>Counts a session in.</summary>
    /// <param name="dialect">The client's dialect, a tag of the measurements.</param>
    /// <returns>Counts it out when disposed; null when the server is full.</returns>
    public IDisposable? TryEnter(string dialect)
    {
        var tag = new KeyValuePair<string, object?>("realtime.dialect", dialect);
        if (Interlocked.Increment(ref _count) > _limit)
        {
            Interlocked.Decrement(ref _count);
            _refused.Add(1, tag);
            return null;
        }

        _active.Add(1, tag);
        return new Place(this, tag);
    }

    public void Dispose() => _meter.Dispose();

    private sealed class Place(ActiveSessions sessions, KeyValuePair<string, object?> tag) : IDisposable
    {
        private readonly long _entered = sessions._clock.GetTimestamp();
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) != 0)
                return;
            Interlocked.Decrement(ref sessions._count);
            sessions._active.Add(-1, tag);
            sessions._duration.Record(sessions._clock.GetElapsedTime(_entered).TotalSeconds, tag);
        }
    }
}
