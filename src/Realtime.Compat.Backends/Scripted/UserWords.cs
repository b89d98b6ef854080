using System.Globalization;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Finds in what the user said something to put into an argument.</summary>
internal sealed partial class UserWords(string text)
{
    /// <summary>What follows the last preposition ("the weather in Paris"), else everything; empty when nothing was said.</summary>
    public string Phrase { get; } = PhraseIn(text);

    /// <summary>Whether the user said "off", "no" or the like.</summary>
    public bool SaysNo { get; } = No().IsMatch(text);

    /// <summary>The numbers said, in digits.</summary>
    public IEnumerable<decimal> Numbers =>
        Digits().Matches(text).Select(m => decimal.TryParse(m.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null).OfType<decimal>();

    /// <summary>Whether the user said this.</summary>
    public bool Says(string words) => words.Length > 0 && text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string PhraseIn(string text)
    {
        var whole = text.Trim().TrimEnd('.', '!', '?', '。', '！', '？').Trim();
        var after = Preposition().Matches(whole);
        return after.Count > 0 ? after[^1].Groups[1].Value.Trim() : whole;
    }

    [GeneratedRegex(@"\b(?:in|for|at|to|about|of|on|from|named|called)\s+(?!.*\b(?:in|for|at|to|about|of|on|from|named|called)\s)([^,.;:!?]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Preposition();

    [GeneratedRegex(@"\b(off|no|not|don't|stop|disable|without|false)\b", RegexOptions.IgnoreCase)]
    private static partial Regex No();

    [GeneratedRegex(@"-?\d{1,15}(\.\d{1,9})?")]
    private static partial Regex Digits();
}
