namespace Realtime.Compat.Protocol.Responses;

/// <summary>Cached input tokens by kind.</summary>
public sealed record CachedTokenDetails
{
    /// <summary>Text.</summary>
    public int TextTokens { get; init; }

    /// <summary>Speech.</summary>
    public int AudioTokens { get; init; }

    /// <summary>Pictures.</summary>
    public int ImageTokens { get; init; }
}
