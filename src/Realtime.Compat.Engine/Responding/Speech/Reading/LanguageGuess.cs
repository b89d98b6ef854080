using System.Text.RegularExpressions;

namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>
/// What language an answer is in, by its script and its smallest words. Latin script is English as long as nothing speaks against it.
/// Only for reading numbers and signs: a wrong guess costs a word, not a sentence.
/// </summary>
/// <param name="known">The conversation's language, as ISO 639-1 with or without a region; null when nobody said.</param>
internal sealed partial class LanguageGuess(string? known)
{
    private static readonly HashSet<string> English = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "is", "are", "and", "of", "to", "you", "it", "in", "that", "for", "with", "your", "have", "this", "at", "my", "be", "was", "it's", "i'm",
    };

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "mit", "ich", "sie", "auf", "um", "bis", "le", "la", "les", "et", "est", "une", "pas", "vous", "des", "je", "à",
        "el", "los", "las", "y", "que", "por", "del", "una", "il", "che", "di", "è", "per", "sono", "het", "een", "van", "niet", "o", "os", "é", "um", "uma", "não", "och", "att", "jest", "nie",
    };

    private int _english;
    private int _others;

    /// <summary>The language of the next piece of the answer; what came before counts too.</summary>
    public SpokenLanguage Of(string text)
    {
        if (text.Any(c => c is >= '\u3040' and <= '\u30FF'))
            return SpokenLanguage.Other;
        if (text.Any(c => c is >= '\u4E00' and <= '\u9FFF'))
            return known is null || !known.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? SpokenLanguage.Mandarin : SpokenLanguage.Other;
        if (text.Any(c => c > '\u0250' && char.IsLetter(c)))
            return SpokenLanguage.Other;

        foreach (Match word in Word().Matches(text))
        {
            _english += English.Contains(word.Value) ? 1 : 0;
            _others += Others.Contains(word.Value) ? 1 : 0;
        }

        if (_english != _others)
            return _english > _others ? SpokenLanguage.English : SpokenLanguage.Other;
        return known is null || known.StartsWith("en", StringComparison.OrdinalIgnoreCase) || known.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
            ? SpokenLanguage.English
            : SpokenLanguage.Other;
    }

    [GeneratedRegex(@"[\p{L}']+")]
    private static partial Regex Word();
}
