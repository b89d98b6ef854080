namespace Realtime.Compat.Speech;

/// <summary>
/// Bounds how many requests of one kind are in the house, running or waiting, and with them the memory their bodies take. Who
/// comes later is told when to come back. A session that gives its name takes at most half of the places.
/// </summary>
internal sealed class RequestGate
{
    private const double ShareOfLatest = 0.2;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _sessions = new(StringComparer.Ordinal);
    private readonly int _capacity;
    private readonly TimeProvider _time;
    private int _admitted;
    private double _meanSeconds = 1;

    /// <summary>An open gate.</summary>
    /// <param name="capacity">Requests inside at one time, at least 1.</param>
    /// <param name="time">Measures how long requests stay; null for the system's clock.</param>
    public RequestGate(int capacity, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Requests inside at this moment.</summary>
    public int Admitted => Volatile.Read(ref _admitted);

    /// <summary>Lets one request in.</summary>
    /// <param name="session">The caller's session; empty or null when it gives none.</param>
    /// <returns>To be disposed when the request is answered.</returns>
    /// <exception cref="Api.ApiException">429: full, or full for this session.</exception>
    public Pass Enter(string? session = null)
    {
        lock (_lock)
        {
            var own = string.IsNullOrEmpty(session) ? 0 : _sessions.GetValueOrDefault(session);
            if (_admitted >= _capacity || own > 0 && own >= _capacity / 2) throw Api.ApiException.Busy(_admitted, RetryAfter());

            _admitted++;
            if (!string.IsNullOrEmpty(session)) _sessions[session] = own + 1;
            return new Pass(this, session, _time.GetTimestamp());
        }
    }

    /// <summary>A place becomes free about once in the mean time a request stays, shared by all places.</summary>
    private TimeSpan RetryAfter() =>
        TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(_meanSeconds / _capacity), 1, LongestWait.TotalSeconds));

    private void Leave(string? session, long since)
    {
        lock (_lock)
        {
            _admitted--;
            _meanSeconds += ShareOfLatest * (_time.GetElapsedTime(since).TotalSeconds - _meanSeconds);
            if (string.IsNullOrEmpty(session)) return;
            if (--_sessions[session] == 0) _sessions.Remove(session);
        }
    }

    /// <summary>One request's place; disposing it twice frees it once.</summary>
    internal sealed class Pass(RequestGate gate, string? session, long since) : IDisposable
    {
        private int _left;

        /// <summary>Frees the place.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) gate.Leave(session, since);
        }
    }
}
