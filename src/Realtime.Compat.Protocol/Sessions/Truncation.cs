namespace Realtime.Compat.Protocol.Sessions;

/// <summary>What happens to a conversation that outgrows the model's context window.</summary>
public sealed record Truncation
{
    /// <summary><c>auto</c>, <c>disabled</c> or <c>retention_ratio</c>.</summary>
    public required TruncationMode Mode { get; init; }

    /// <summary>Share of the window kept after a cut, 0…1; only with <see cref="TruncationMode.RetentionRatio"/>.</summary>
    public double? RetentionRatio { get; init; }

    /// <summary>Limit on tokens after the instructions; null for the model's own.</summary>
    public int? PostInstructionsTokenLimit { get; init; }

    /// <summary>Drops the oldest items when needed.</summary>
    public static Truncation Auto { get; } = new() { Mode = TruncationMode.Auto };

    /// <summary>Fails the response instead.</summary>
    public static Truncation Disabled { get; } = new() { Mode = TruncationMode.Disabled };
}
