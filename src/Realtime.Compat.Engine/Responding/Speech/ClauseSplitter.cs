using System.Text;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Cuts a stream of text into pieces to speak one after another. The first piece is short, so that the voice starts early; later ones
/// are whole sentences, so that it sounds right. The pieces joined are the text, to the character, and they are the same however the
/// stream is cut: nothing is decided before the characters that decide it are there.
/// </summary>
internal sealed class ClauseSplitter
{
    /// <summary>
    /// Weight (<see cref="ClauseMarks.WeightOf"/>, about a letter) from which the first, the second and every later clause may end at a comma.
    /// </summary>
    private static readonly int[] SoftMin = [12, 60, 120];

    /// <summary>Weight from which they end at the next space, or anywhere in a script without spaces; at twice that, anywhere.</summary>
    private static readonly int[] HardMax = [120, 200, 300];

    private readonly StringBuilder _text = new();
    private int _scanned;
    private int _weight;
    private int _clauses;
    private bool _startsLine = true;

    private enum Ends
    {
        No,
        Yes,

        /// <summary>The next characters decide.</summary>
        Unknown,
    }

    private int Rank => Math.Min(_clauses, SoftMin.Length - 1);

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
        (_scanned, _weight) = (0, 0);
        _clauses++;
        _startsLine = clause[^1] == '\n';
        return clause;
    }

    /// <summary>Where the next clause ends; null when the stream must go on first.</summary>
    private int? NextEnd()
    {
        for (; _scanned < _text.Length; _scanned++)
        {
            var weight = _weight + ClauseMarks.WeightOf(_text[_scanned]);
            var ends = EndsAt(_scanned, weight, out var end);
            if (ends is Ends.Unknown)
                return null;
            if (ends is Ends.Yes && HasWord(end))
                return end;
            _weight = weight;
        }

        return null;
    }

    /// <summary>Whether a clause ends with the mark at an index.</summary>
    /// <param name="index">The mark.</param>
    /// <param name="weight">Weight of the text up to and with it.</param>
    /// <param name="end">Where the clause ends: behind what closes it and one space.</param>
    private Ends EndsAt(int index, int weight, out int end)
    {
        end = index + 1;
        var c = _text[index];
        switch (ClauseMarks.KindOf(c))
        {
            case ClauseMark.Line or ClauseMark.WideStop:
                return Ends.Yes;
            case ClauseMark.WideComma:
                return weight >= SoftMin[Rank] ? Ends.Yes : Ends.No;
            case ClauseMark.Stop:
                return EndsAtStop(index, ref end);
            case ClauseMark.Comma when weight >= SoftMin[Rank]:
                return EndsBeforeSpace(ref end);
            case ClauseMark.Space when index > 0 && ClauseMarks.IsPhraseSpaced(_text[index - 1]) && weight >= SoftMin[Math.Min(Rank, 1)]:
                return Ends.Yes;
            case ClauseMark.Space:
                return weight >= HardMax[Rank] ? Ends.Yes : Ends.No;
            default:
                return weight >= HardMax[Rank] * (ClauseMarks.IsUnspaced(c) ? 1 : 2) ? EndsBetweenCharacters(index, end) : Ends.No;
        }
    }

    private Ends EndsBeforeSpace(ref int end)
    {
        if (end == _text.Length)
            return Ends.Unknown;
        return char.IsWhiteSpace(_text[end++]) ? Ends.Yes : Ends.No;
    }

    /// <summary>A full stop, question or exclamation mark, with the quotes and brackets that close behind it.</summary>
    private Ends EndsAtStop(int index, ref int end)
    {
        if (_text[index] == '.' && IsPartOfWord(index))
            return Ends.No;
        while (end < _text.Length && ClauseMarks.IsCloser(_text[end]))
            end++;
        if (end == _text.Length)
            return Ends.Unknown;
        if (!char.IsWhiteSpace(_text[end]))
            return ClauseMarks.IsUnspaced(_text[end]) || char.IsSurrogate(_text[end]) || !char.IsAscii(_text[index]) ? Ends.Yes : Ends.No;

        end++;
        if (_text[index] != '.' || !Abbreviations.TakesNumber(WordBefore(index)))
            return Ends.Yes;
        // "No. 5" goes on, "I said no. Then" does not.
        return end == _text.Length ? Ends.Unknown : char.IsAsciiDigit(_text[end]) ? Ends.No : Ends.Yes;
    }

    /// <summary>Never between the halves of a surrogate pair, nor before a mark that belongs to the letter before it.</summary>
    private Ends EndsBetweenCharacters(int index, int end)
    {
        if (char.IsHighSurrogate(_text[index]) || _text[index] == ClauseMarks.Joiner)
            return Ends.No;
        if (end == _text.Length)
            return Ends.Unknown;
        return ClauseMarks.IsAttached(_text[end]) ? Ends.No : Ends.Yes;
    }

    /// <summary>Whether a full stop belongs to its word: an initial ("J."), an abbreviation, a German ordinal ("am 3."), a list's number.</summary>
    private bool IsPartOfWord(int index)
    {
        var word = WordBefore(index);
        if (word.Length == 0 || Abbreviations.Contains(word))
            return true;
        if (!word.All(char.IsAsciiDigit))
            return false;

        var start = index - word.Length;
        while (start > 0 && _text[start - 1] == ' ')
            start--;
        // "1." at the start of a line numbers a list entry; "in 1999." ends a sentence.
        if (start == 0 ? _startsLine : _text[start - 1] == '\n')
            return true;
        return word.Length <= 2 && Abbreviations.PrecedesOrdinal(WordBefore(start));
    }

    private string WordBefore(int index)
    {
        var start = index;
        while (start > 0 && !char.IsWhiteSpace(_text[start - 1]) && !ClauseMarks.IsOpener(_text[start - 1]))
            start--;
        return _text.ToString(start, index - start);
    }

    private bool HasWord(int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (char.IsLetterOrDigit(_text[i]))
                return true;
            // Letters of rare scripts are pairs; emoji are pairs too, and are no words.
            if (char.IsHighSurrogate(_text[i]) && i + 1 < end && char.IsLowSurrogate(_text[i + 1]) && Rune.IsLetterOrDigit(new Rune(_text[i], _text[i + 1])))
                return true;
        }

        return false;
    }
}
