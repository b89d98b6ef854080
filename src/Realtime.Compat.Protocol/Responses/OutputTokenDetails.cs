namespace Realtime.Compat.Protocol.Responses;

/// <summary>Output tokens by kind.</summary>
public sealed record OutputTokenDetails
{
    /// <summary>Text, function calls included.</summary>
    public int TextTokens { get; init; }

    /// <summary>Speech, 20 a second.</summary>
    public int AudioTokens { get; init; }
}
