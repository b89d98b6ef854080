namespace Realtime.Compat.AspNetCore;

/// <summary>
/// What all sessions together may use in a minute. A response beyond it fails as <c>rate_limit_exceeded</c>, and while one of the limits is set
/// <c>rate_limits.updated</c> tells clients after every response what is left.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Responses in a minute, at least 1. Default none: any number.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Tokens in a minute, input and output together as <c>usage</c> counts them, at least 1. Default none: any number.</summary>
    public int? TokensPerMinute { get; set; }
}
