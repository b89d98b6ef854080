using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Usage;

/// <summary>
/// What responses may use in a minute: of requests, of tokens, or of both. One limiter may serve many sessions, from several threads. Each allowance
/// fills up evenly, a sixtieth of a minute's in a second, and never beyond one minute's.
/// </summary>
public sealed class RateLimiter
{
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Allowance? _requests;
    private readonly Allowance? _tokens;
    private long _filledAt;

    /// <summary>Makes a limiter whose allowances are full.</summary>
    /// <param name="requestsPerMinute">Responses in a minute, at least 1; null for any number.</param>
    /// <param name="tokensPerMinute">Tokens in a minute, input and output together, at least 1; null for any number.</param>
    /// <param name="clock">Wall time.</param>
    public RateLimiter(int? requestsPerMinute, int? tokensPerMinute, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _requests = requestsPerMinute is { } requests ? new Allowance("requests", requests) : null;
        _tokens = tokensPerMinute is { } tokens ? new Allowance("tokens", tokens) : null;
        _filledAt = clock.GetTimestamp();
    }

    /// <summary>Takes one response out of the allowance, when there is room for it. What it will take of tokens nobody knows before: it may begin while any are left.</summary>
    /// <returns>Null; or the allowance that is used up, and then nothing was taken.</returns>
    public RateLimit? TryBegin()
    {
        lock (_gate)
        {
            Fill();
            if (_requests is { Level: < 1 })
                return _requests.ToRateLimit();
            if (_tokens is { Level: < 1 })
                return _tokens.ToRateLimit();
            if (_requests is not null)
                _requests.Level--;
            return null;
        }
    }

    /// <summary>Takes the tokens that a response used; the next ones wait for more than it was allowed.</summary>
    /// <param name="tokens">Input and output together.</param>
    public void Use(int tokens)
    {
        lock (_gate)
        {
            Fill();
            if (_tokens is not null)
                _tokens.Level -= tokens;
        }
    }

    /// <summary>What is left now.</summary>
    public IReadOnlyList<RateLimit> Remaining()
    {
        lock (_gate)
        {
            Fill();
            return [.. ((Allowance?[])[_requests, _tokens]).OfType<Allowance>().Select(allowance => allowance.ToRateLimit())];
        }
    }

    private void Fill()
    {
        var now = _clock.GetTimestamp();
        var minutes = _clock.GetElapsedTime(_filledAt, now).TotalMinutes;
        _filledAt = now;
        _requests?.Fill(minutes);
        _tokens?.Fill(minutes);
    }

    private sealed class Allowance(string name, int limit)
    {
        /// <summary>What is left; below zero when a response used more than was there.</summary>
        public double Level { get; set; } = limit;

        public void Fill(double minutes) => Level = Math.Min(limit, Level + limit * minutes);

        public RateLimit ToRateLimit() => new()
        {
            Name = name,
            Limit = limit,
            Remaining = (int)Math.Max(0, Level),
            ResetSeconds = Math.Round((limit - Level) / limit * 60, 3),
        };
    }
}
