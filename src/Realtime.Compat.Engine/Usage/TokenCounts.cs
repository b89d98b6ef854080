using Microsoft.Extensions.AI;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Engine.Usage;

/// <summary>Counts the tokens of a response: text as the chat model counted it, audio by OpenAI's rates.</summary>
internal static class TokenCounts
{
    private const int InputAudioTokensPerSecond = 10;
    private const int OutputAudioTokensPerSecond = 20;

    /// <summary>Usage of a response.</summary>
    /// <param name="chat">The chat model's own count; null when it gave none.</param>
    /// <param name="promptTokens">Estimate of the prompt, for a model that does not count.</param>
    /// <param name="outputTokens">Estimate of the output, for a model that does not count.</param>
    /// <param name="heard">Speech of the user in the context.</param>
    /// <param name="spokenMs">Speech of the assistant in the output, in ms.</param>
    public static ResponseUsage Of(UsageDetails? chat, int promptTokens, int outputTokens, TimeSpan heard, int spokenMs)
    {
        var cached = (int)(chat?.CachedInputTokenCount ?? 0);
        return new ResponseUsage
        {
            InputTokenDetails = new InputTokenDetails
            {
                TextTokens = (int)(chat?.InputTokenCount ?? promptTokens),
                AudioTokens = (int)Math.Ceiling(heard.TotalSeconds * InputAudioTokensPerSecond),
                CachedTokens = cached,
                CachedTokensDetails = new CachedTokenDetails { TextTokens = cached },
            },
            OutputTokenDetails = new OutputTokenDetails
            {
                TextTokens = (int)(chat?.OutputTokenCount ?? outputTokens),
                AudioTokens = (int)Math.Ceiling(spokenMs / 1000.0 * OutputAudioTokensPerSecond),
            },
        };
    }
}
