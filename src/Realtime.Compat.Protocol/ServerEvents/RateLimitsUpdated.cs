namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>rate_limits.updated</c>: What is left of the client's allowance.</summary>
public sealed record RateLimitsUpdated : ServerEvent
{
    /// <summary>One entry a limit.</summary>
    public required IReadOnlyList<RateLimit> RateLimits { get; init; }
}
