namespace Realtime.Compat.Protocol.Responses;

/// <summary>Tokens of one response. Audio counts by OpenAI's rates: 10 tokens a second in, 20 a second out.</summary>
public sealed record ResponseUsage
{
    /// <summary>Input and output together.</summary>
    public int TotalTokens => InputTokens + OutputTokens;

    /// <summary>Tokens of the whole context.</summary>
    public int InputTokens => InputTokenDetails.TextTokens + InputTokenDetails.AudioTokens + InputTokenDetails.ImageTokens;

    /// <summary>Tokens produced.</summary>
    public int OutputTokens => OutputTokenDetails.TextTokens + OutputTokenDetails.AudioTokens;

    /// <summary>Input by kind.</summary>
    public InputTokenDetails InputTokenDetails { get; init; } = new();

    /// <summary>Output by kind.</summary>
    public OutputTokenDetails OutputTokenDetails { get; init; } = new();
}
