using System.Globalization;
using System.Text;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Cuts a stream of text into pieces to speak one after another. The first piece is short, so that the voice starts early; later ones
/// are whole sentences, so that it sounds right. The pieces joined are the text, to the character.
/// </summary>
internal sealed class ClauseSplitter
{
    /// <summary>From this length on the first clause may end at a comma.</summary>
    private const int FirstClauseMin = 12;

    /// <summary>From this length on a later clause may end at a comma.</summary>
    private const int LaterClauseMin = 120;

    /// <summary>Beyond this length a clause ends at the next space, or anywhere in a script without spaces.</summary>
    private const int HardMax = 300;

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "no", "inc", "ltd", "co", "approx", "dept", "fig", "vol", "z.b", "bzw", "ca", "nr", "usw",
    };

    private readonly StringBuilder _text = new();
    private int _scanned;
    private bool _isFirst = true;

    /// <summary>Adds text.</summary>
    /// <param name="text">The next piece of the stream, of any length.</param>
    /// <returns>Clauses that are whole now, in order.</returns>
    public IReadOnlyList<string> Add(string text)
    {
        _text.Append(text);
        List<string> clauses = [];
        while (NextEnd() is { } end)
            clauses.Add(Take(end));
        return clauses;
    }

    /// <summary>What is left at the end of the stream; null when nothing is.</summary>
    public string? Flush() => _text.Length > 0 ? Take(_text.Length) : null;

    private string Take(int end)
    {
        var clause = _text.ToString(0, end);
        _text.Remove(0, end);
        _scanned = 0;
        _isFirst = false;
        return clause;
    }

    /// <summary>Where the next clause ends, just after its closing space; null when the stream must go on first.</summary>
    private int? NextEnd()
    {
        for (; _scanned < _text.Length; _scanned++)
        {
            if (!EndsClause(_scanned))
                continue;

            // Closing quotes, brackets and the space belong to the clause they close. At the end of the buffer they may still come.
            var end = _scanned + 1;
            while (end < _text.Length && IsCloser(_text[end]))
                end++;
            if (end == _text.Length && !IsWide(_text[_scanned]))
                return null;
            if (end < _text.Length && !char.IsWhiteSpace(_text[end]) && !IsWide(_text[_scanned]) && _text[_scanned] != '\n' && end - _scanned <= 1 && _text.Length <= HardMax)
                continue;
            while (end < _text.Length && char.IsWhiteSpace(_text[end]))
                end++;
            if (HasWord(end))
                return end;
        }

        return null;
    }

    private bool EndsClause(int index)
    {
        var length = index + 1;
        var c = _text[index];
        return c switch
        {
            // Sentence ends of scripts that write no space after them: CJK, Devanagari, Arabic, Khmer, Burmese…
            '。' or '！' or '？' or '…' or '।' or '॥' or '؟' or '۔' or '។' or '။' or '\n' => true,
            '!' or '?' => true,
            '.' => !IsAbbreviationOrNumber(index),
            '，' or '、' or '；' or '：' or '،' => length >= (_isFirst ? FirstClauseMin / 3 : LaterClauseMin / 3),
            ',' or ';' or ':' or '—' or '–' => length >= (_isFirst ? FirstClauseMin : LaterClauseMin),
            // Thai and Lao put spaces between phrases, not between words.
            ' ' when index > 0 && _text[index - 1] is >= '\u0E00' and <= '\u0EFF' => length >= FirstClauseMin,
            _ => length >= HardMax && (char.IsWhiteSpace(c) || (length >= HardMax * 2 && !char.IsHighSurrogate(c))),
        };
    }

    /// <summary>Whether a full stop is part of a number ("3.5", "1."), an initial ("J.") or a known abbreviation rather than an end.</summary>
    private bool IsAbbreviationOrNumber(int index)
    {
        var start = index;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]) && !IsOpener(_text[start - 1]))
            start--;
        var word = _text.ToString(start, index - start);
        if (word.Length == 0)
            return true;
        if (Abbreviations.Contains(word) || (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I'))
            return true;

        // "1." at the start of a line numbers a list entry; "in 1999." ends a sentence.
        var startsLine = start == 0 || _text[start - 1] == '\n';
        return startsLine && word.All(char.IsAsciiDigit);
    }

    private bool HasWord(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (char.IsLetterOrDigit(_text[i]) || char.IsSurrogate(_text[i]) || char.GetUnicodeCategory(_text[i]) is UnicodeCategory.OtherLetter)
                return true;
        }

        return false;
    }

    private static bool IsWide(char c) => c is '。' or '！' or '？' or '，' or '、' or '；' or '：' or '\n';

    private static bool IsCloser(char c) => c is '"' or '\'' or ')' or ']' or '}' or '»' or '”' or '’' or '」' or '』' or '）' or '*' or '_' or '.' or '!' or '?';

    private static bool IsOpener(char c) => c is '"' or '\'' or '(' or '[' or '{' or '«' or '“' or '‘' or '「' or '（' or '*' or '_';
}
