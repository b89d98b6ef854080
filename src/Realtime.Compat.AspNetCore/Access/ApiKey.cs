using System.Security.Cryptography;
using System.Text;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>An API key with what it uses at the moment. Only its digest is kept.</summary>
internal sealed class ApiKey
{
    private readonly byte[] _digest;
    private readonly int _maxSessions;
    private readonly int _maxCalls;
    private readonly TimeSpan _maxTime;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly HashSet<Lease> _leases = [];
    private DateOnly _day;
    private TimeSpan _usedToday;

    /// <summary>Takes a key into use.</summary>
    /// <param name="name">Its name in the log.</param>
    /// <param name="options">The key and its limits, valid.</param>
    /// <param name="clock">Wall time.</param>
    public ApiKey(string name, ApiKeyOptions options, TimeProvider clock)
    {
        Name = name;
        _digest = options.Key.StartsWith(ApiKeyOptions.HashPrefix, StringComparison.Ordinal)
            ? Convert.FromHexString(options.Key.AsSpan(ApiKeyOptions.HashPrefix.Length))
            : DigestOf(options.Key);
        _maxSessions = options.MaxSessions ?? int.MaxValue;
        _maxCalls = options.MaxCalls ?? int.MaxValue;
        _maxTime = options.MaxMinutesPerDay is { } minutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;
        _clock = clock;
        _day = Today;
    }

    /// <summary>Name of the key in the log.</summary>
    public string Name { get; }

    private DateOnly Today => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    /// <summary>What a presented key is compared by.</summary>
    public static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Compares in a time that says nothing about the key.</summary>
    /// <param name="digest">Digest of what the client presented.</param>
    public bool Matches(ReadOnlySpan<byte> digest) => CryptographicOperations.FixedTimeEquals(_digest, digest);

    /// <summary>Counts a session in.</summary>
    /// <param name="isCall">Whether it is a WebRTC call.</param>
    /// <param name="excess">Which limit is reached, when null is returned.</param>
    /// <returns>Counts it out when disposed; null when a limit is reached.</returns>
    public ISessionLease? TryEnter(bool isCall, out string? excess)
    {
        lock (_gate)
        {
            var left = _maxTime == TimeSpan.MaxValue ? TimeSpan.MaxValue : _maxTime - UsedToday();
            excess = _leases.Count >= _maxSessions ? FormattableString.Invariant($"its {_maxSessions} sessions at one time")
                : isCall && _leases.Count(lease => lease.IsCall) >= _maxCalls ? FormattableString.Invariant($"its {_maxCalls} calls at one time")
                : left <= TimeSpan.Zero ? FormattableString.Invariant($"its {_maxTime.TotalMinutes:0} minutes a day")
                : null;
            if (excess is not null)
                return null;
            var entered = new Lease(this, isCall, _clock.GetUtcNow(), left);
            _leases.Add(entered);
            return entered;
        }
    }

    /// <summary>Time of today's sessions, of those that run among them; midnight begins at nothing.</summary>
    private TimeSpan UsedToday()
    {
        if (_day != Today)
            (_day, _usedToday) = (Today, TimeSpan.Zero);
        return _leases.Aggregate(_usedToday, (sum, lease) => sum + SinceMidnight(lease));
    }

    private TimeSpan SinceMidnight(Lease lease)
    {
        var midnight = new DateTimeOffset(_day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return _clock.GetUtcNow() - (lease.Entered > midnight ? lease.Entered : midnight);
    }

    private void Leave(Lease lease)
    {
        lock (_gate)
        {
            if (!_leases.Contains(lease))
                return;
            UsedToday();
            _usedToday += SinceMidnight(lease);
            _leases.Remove(lease);
        }
    }

    private sealed class Lease(ApiKey key, bool isCall, DateTimeOffset entered, TimeSpan left) : ISessionLease
    {
        public bool IsCall => isCall;

        public DateTimeOffset Entered => entered;

        public TimeSpan Left => left;

        public void Dispose() => key.Leave(this);
    }
}
