using System.Diagnostics.CodeAnalysis;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// Fits a conversation into the chat model's context window by the session's truncation setting. What is dropped is forgotten for good,
/// so that the start of the prompt stays the same from turn to turn and the model's prompt cache holds; the items stay in the conversation.
/// </summary>
internal static class ContextWindow
{
    /// <summary>Room kept for the answer when the response sets no limit, in tokens, as OpenAI keeps it.</summary>
    private const int AnswerTokens = 4096;

    /// <summary>Fits a context.</summary>
    /// <param name="context">What the response was to read.</param>
    /// <param name="plan">Instructions and limit of the response.</param>
    /// <param name="toolTokens">Tokens of its tools' declarations.</param>
    /// <param name="truncation">What to do when it is too long.</param>
    /// <param name="windowTokens">The model's window; null when nobody knows, and then everything fits.</param>
    /// <param name="fitted">What it is to read.</param>
    /// <returns>False when it cannot be made to fit.</returns>
    public static bool TryFit(ResponseContext context, ResponsePlan plan, int toolTokens, Truncation truncation, int? windowTokens, [NotNullWhen(true)] out ResponseContext? fitted)
    {
        var items = context.Items.Where(entry => !entry.IsForgotten).ToList();
        fitted = context with { Items = items };
        if (windowTokens is not { } window)
            return true;

        var limit = LimitOf(plan, toolTokens, truncation, window);
        var used = items.Sum(entry => TokenEstimate.Of(entry.Item));
        if (used <= limit)
            return true;

        fitted = null;
        if (truncation.Mode is TruncationMode.Disabled)
            return false;

        var target = truncation.Mode is TruncationMode.RetentionRatio ? (int)(limit * (truncation.RetentionRatio ?? 1)) : limit;
        var dropped = 0;
        for (; dropped < items.Count - 1 && (used > target || IsOrphan(items, dropped)); dropped++)
            used -= TokenEstimate.Of(items[dropped].Item);
        if (used > limit)
            return false;

        foreach (var entry in items.Take(dropped))
            entry.IsForgotten = true;
        fitted = context with { Items = items[dropped..] };
        return true;
    }

    private static int LimitOf(ResponsePlan plan, int toolTokens, Truncation truncation, int window)
    {
        var fixedTokens = TokenEstimate.Of(plan.Instructions) + toolTokens;
        // A small window is not all given to the answer.
        var answer = Math.Min(plan.MaxOutputTokens ?? AnswerTokens, window / 4);
        return Math.Min(window - answer - fixedTokens, truncation.PostInstructionsTokenLimit ?? int.MaxValue);
    }

    /// <summary>An output whose call was dropped means nothing to the model, and some models refuse it.</summary>
    private static bool IsOrphan(List<ConversationEntry> items, int index) =>
        items[index].Item is FunctionCallOutputItem output
        && !items.Skip(index).Any(entry => entry.Item is FunctionCallItem call && call.CallId == output.CallId);
}
