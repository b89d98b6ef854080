using System.Text;

namespace Realtime.Compat.Speech.Synthesis;

/// <summary>
/// Cuts a text into pieces that are spoken one after the other, so that the first sound leaves before the last word is
/// synthesised, and a request that is given up stops soon.
/// </summary>
internal static class Clauses
{
    // About four seconds of speech: a sentence shorter than this is never cut at a comma.
    private const int CommaLength = 70;

    // About fifteen seconds: a piece this long is cut wherever there is a space, and without spaces (Chinese, Thai) anywhere.
    private const int LongestLength = 240;
    private const int LongestUnspacedLength = 80;

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "Mt", "vs", "etc", "approx", "Inc", "Ltd", "Co", "Nr", "bzw", "Sra",
    };

    private const string SentenceEnds = ".!?;:…。！？；：｡।؟۔\n";
    private const string Commas = ",，、،—–)）";
    private const string Closers = "\"'”’)）」』】»";

    /// <summary>Cuts a text.</summary>
    /// <param name="text">Any text; control characters count as spaces.</param>
    /// <returns>Pieces in order, each with something to say; joined they are the text but for spaces.</returns>
    public static IEnumerable<string> Split(string text)
    {
        text = Clean(text);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!EndsAfter(text, start, i)) continue;

            var end = i + 1;
            while (end < text.Length && Closers.Contains(text[end], StringComparison.Ordinal)) end++;
            if (Spoken(text[start..end]) is { } clause) yield return clause;
            start = end;
            i = end - 1;
        }

        if (Spoken(text[start..]) is { } rest) yield return rest;
    }

    private static bool EndsAfter(string text, int start, int i)
    {
        // Never between the two halves of a surrogate pair.
        if (char.IsHighSurrogate(text[i])) return false;

        var length = i + 1 - start;
        var character = text[i];
        if (SentenceEnds.Contains(character, StringComparison.Ordinal)) return character > 0x7F || (IsBoundary(text, i) && !EndsAbbreviation(text, i));
        if (Commas.Contains(character, StringComparison.Ordinal) && length >= CommaLength) return character > 0x7F || IsBoundary(text, i);
        if (length >= LongestUnspacedLength && !text.AsSpan(start, length).Contains(' ')) return true;
        return length >= LongestLength && character == ' ' || length >= 2 * LongestLength;
    }

    /// <summary>A point in "3.14", "10:30" or "example.com" ends nothing: what follows is no space.</summary>
    private static bool IsBoundary(string text, int i) =>
        text[i] == '\n' || i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || Closers.Contains(text[i + 1], StringComparison.Ordinal);

    /// <summary>"Mr.", "e.g.", the letters of "U.S.": a point that abbreviates.</summary>
    private static bool EndsAbbreviation(string text, int i)
    {
        if (text[i] != '.' || i + 1 == text.Length) return false;
        var first = i;
        while (first > 0 && char.IsLetter(text[first - 1])) first--;
        var word = text[first..i];
        return word.Length == 1 ? word != "I" : Abbreviations.Contains(word);
    }

    private static string? Spoken(string piece)
    {
        foreach (var rune in piece.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.CurrencySymbol
                or System.Globalization.UnicodeCategory.MathSymbol) return piece.Trim();
        }

        return piece.AsSpan().IndexOfAny("%&@#") >= 0 ? piece.Trim() : null;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // A NUL would end the text for a native engine; half a surrogate pair arrives as U+FFFD.
            if (rune.Value == '\n') clean.Append('\n');
            else if (Rune.IsControl(rune) || rune == Rune.ReplacementChar) clean.Append(' ');
            else clean.Append(rune);
        }

        return clean.ToString();
    }
}
