namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>One allowance.</summary>
public sealed record RateLimit
{
    /// <summary><c>requests</c> or <c>tokens</c>; clients refuse other names.</summary>
    public required string Name { get; init; }

    /// <summary>The whole allowance.</summary>
    public required int Limit { get; init; }

    /// <summary>What is left of it.</summary>
    public required int Remaining { get; init; }

    /// <summary>Seconds until it is whole again.</summary>
    public required double ResetSeconds { get; init; }
}
