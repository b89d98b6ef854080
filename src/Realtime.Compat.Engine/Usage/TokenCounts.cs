using Microsoft.Extensions.AI;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Engine.Usage;

/// <summary>Counts the tokens of a response: text as the chat model counted it, audio by OpenAI's rates.</summary>
internal static class TokenCounts
{
    private const int InputAudioTokensPerSecond = 10;
    private const int OutputAudioTokensPerSecond = 20;

    /// <summary>Characters that a token covers on average in English, for models that do not count.</summary>
    private const int CharactersPerToken = 4;

    /// <summary>Usage of a response.</summary>
    /// <param name="chat">The chat model's own count; null when it gave none.</param>
    /// <param name="promptCharacters">Length of the prompt, for the estimate.</param>
    /// <param name="outputCharacters">Length of the output, for the estimate.</param>
    /// <param name="heard">Speech of the user in the context.</param>
    /// <param name="spokenMs">Speech of the assistant in the output, in ms.</param>
    public static ResponseUsage Of(UsageDetails? chat, int promptCharacters, int outputCharacters, TimeSpan heard, int spokenMs)
    {
        var cached = (int)(chat?.CachedInputTokenCount ?? 0);
        return new ResponseUsage
        {
            InputTokenDetails = new InputTokenDetails
            {
                TextTokens = (int)(chat?.InputTokenCount ?? Estimate(promptCharacters)),
                AudioTokens = (int)Math.Ceiling(heard.TotalSeconds * InputAudioTokensPerSecond),
                CachedTokens = cached,
                CachedTokensDetails = new CachedTokenDetails { TextTokens = cached },
            },
            OutputTokenDetails = new OutputTokenDetails
            {
                TextTokens = (int)(chat?.OutputTokenCount ?? Estimate(outputCharacters)),
                AudioTokens = (int)Math.Ceiling(spokenMs / 1000.0 * OutputAudioTokensPerSecond),
            },
        };
    }

    private static int Estimate(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;
}
