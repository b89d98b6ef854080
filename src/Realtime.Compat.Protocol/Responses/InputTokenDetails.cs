namespace Realtime.Compat.Protocol.Responses;

/// <summary>Input tokens by kind.</summary>
public sealed record InputTokenDetails
{
    /// <summary>Part of the input that the model's prompt cache held.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Text: instructions, tools, messages.</summary>
    public int TextTokens { get; init; }

    /// <summary>Speech of the user, 10 a second.</summary>
    public int AudioTokens { get; init; }

    /// <summary>Pictures.</summary>
    public int ImageTokens { get; init; }

    /// <summary>The cached part by kind.</summary>
    public CachedTokenDetails CachedTokensDetails { get; init; } = new();
}
