using System.Globalization;
using System.Text;

namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>A transcript cut into sentences of words. A Chinese character is a word of its own.</summary>
internal sealed class SpokenText
{
    private const string Terminals = ".!?。！？…";
    private const string Pauses = ",;:，；：、";

    private SpokenText(IReadOnlyList<string> words, IReadOnlyList<string> lastSentence, char mark, bool hasMarks, bool isChinese, bool hasInnerPause)
    {
        Words = words;
        LastSentence = lastSentence;
        Mark = mark;
        HasMarks = hasMarks;
        IsChinese = isChinese;
        HasInnerPause = hasInnerPause;
    }

    /// <summary>All words, lower case, apostrophes and hyphens kept inside them, other marks left out.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words after the last full stop that other words follow.</summary>
    public IReadOnlyList<string> LastSentence { get; }

    /// <summary>The mark at the end: <c>.</c>, <c>?</c>, <c>,</c>, <c>…</c> (also three full stops or a dash), or <c>'\0'</c> for none.</summary>
    public char Mark { get; }

    /// <summary>Whether there is any mark: a recogniser that writes none says nothing by leaving one out.</summary>
    public bool HasMarks { get; }

    /// <summary>Whether the last word is Chinese.</summary>
    public bool IsChinese { get; }

    /// <summary>Whether a comma lies inside the last sentence.</summary>
    public bool HasInnerPause { get; }

    /// <summary>Reads a transcript.</summary>
    public static SpokenText Read(string transcript)
    {
        List<string> words = [];
        var (sentenceStart, hasMarks, pauseAfter) = (0, false, -1);
        var mark = '\0';
        var word = new StringBuilder();
        for (var i = 0; i < transcript.Length; i++)
        {
            var c = transcript[i];
            if (IsChineseLetter(c) || char.IsLetterOrDigit(c) || (IsJoint(c) && word.Length + 1 > 0 && IsInside(transcript, i)))
            {
                if (mark is '.' or '?' or '…' && word.Length == 0)
                    sentenceStart = words.Count;
                mark = '\0';
                if (IsChineseLetter(c))
                    EndWord();
                word.Append(char.ToLower(c, CultureInfo.InvariantCulture));
                if (IsChineseLetter(c))
                    EndWord();
                continue;
            }

            EndWord();
            if (char.IsWhiteSpace(c))
                continue;
            if (Terminals.Contains(c, StringComparison.Ordinal))
                mark = c switch { '?' or '？' => '?', '…' => '…', _ => transcript.AsSpan(i).StartsWith("..") || mark is '…' ? '…' : mark is '?' ? '?' : '.' };
            else if (c is '-' or '—' or '–')
                mark = '…';
            else if (Pauses.Contains(c, StringComparison.Ordinal))
                (mark, pauseAfter) = (',', words.Count);
            else
                continue;
            hasMarks = true;
        }

        EndWord();
        var last = words[sentenceStart..];
        return new SpokenText(
            words, last, mark, hasMarks, words.Count > 0 && IsChineseLetter(words[^1][0]), pauseAfter > sentenceStart && pauseAfter < words.Count);

        void EndWord()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>The last words, joined without spaces: Chinese as it is written.</summary>
    public string Ending(int length) => string.Concat(Words.Skip(Math.Max(0, Words.Count - length)));

    /// <summary>Whether a character is a Chinese one.</summary>
    public static bool IsChineseLetter(char c) => c is >= '\u3400' and <= '\u9FFF' or '〇';

    private static bool IsJoint(char c) => c is '\'' or '’' or '-' or '_';

    /// <summary>An apostrophe also opens a word: 'cause.</summary>
    private static bool IsInside(string text, int i) =>
        i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]) && (text[i] is '\'' or '’' || (i > 0 && char.IsLetterOrDigit(text[i - 1])));
}
