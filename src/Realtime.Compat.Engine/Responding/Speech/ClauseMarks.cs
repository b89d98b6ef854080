using System.Globalization;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>What characters mean to the one who cuts a text into clauses, script by script.</summary>
internal static class ClauseMarks
{
    /// <summary>Zero width joiner: glues emoji and Indic letters together.</summary>
    public const char Joiner = '\u200D';

    /// <summary>A character that stands for a syllable or a word takes as long to say as three letters.</summary>
    private const int IdeographWeight = 3;

    /// <summary>What a character may end.</summary>
    public static ClauseMark KindOf(char c) => c switch
    {
        '\n' => ClauseMark.Line,
        '。' or '！' or '？' or '｡' => ClauseMark.WideStop,
        '，' or '、' or '；' or '：' => ClauseMark.WideComma,
        // Full stops of Latin, Arabic, Urdu, Devanagari, Khmer, Burmese and Ethiopic.
        '.' or '!' or '?' or '…' or '؟' or '۔' or '।' or '॥' or '។' or '၊' or '။' or '።' => ClauseMark.Stop,
        ',' or ';' or ':' or '—' or '–' or '،' or '؛' => ClauseMark.Comma,
        _ => char.IsWhiteSpace(c) ? ClauseMark.Space : ClauseMark.None,
    };

    /// <summary>How long a character takes to say, in letters.</summary>
    public static int WeightOf(char c) => IsIdeograph(c) ? IdeographWeight : 1;

    /// <summary>A letter of a script that puts no spaces between words.</summary>
    public static bool IsUnspaced(char c) => IsIdeograph(c) || IsPhraseSpaced(c);

    /// <summary>A letter of a script that puts spaces between phrases only: Thai, Lao, Burmese, Khmer.</summary>
    public static bool IsPhraseSpaced(char c) => c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF');

    /// <summary>What may close behind a sentence's end and belongs to it: quotes, brackets, Markdown, more ends.</summary>
    public static bool IsCloser(char c) => c is '"' or '\'' or ')' or ']' or '}' or '»' or '”' or '’' or '」' or '』' or '）' or '*' or '_' or '`' or '.' or '!' or '?' or '…';

    /// <summary>What may stand before a word and is no part of it.</summary>
    public static bool IsOpener(char c) => c is '"' or '\'' or '(' or '[' or '{' or '«' or '“' or '‘' or '「' or '『' or '（' or '*' or '_' or '`';

    /// <summary>Half a character, or a mark on the one before.</summary>
    public static bool IsAttached(char c) =>
        char.IsLowSurrogate(c) || c == Joiner || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Chinese characters, kana, Hangul.</summary>
    private static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF');
}
