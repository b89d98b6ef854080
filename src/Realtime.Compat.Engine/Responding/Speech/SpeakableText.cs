using System.Buffers;
using System.Text;
using Realtime.Compat.Engine.Responding.Speech.Reading;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Turns the clauses of one answer, in order, into text to read aloud: no Markdown, no code blocks, tables row by row, addresses by their
/// host, no emoji, numbers and signs as they are said. The transcript keeps the text as written.
/// </summary>
/// <param name="language">The language that the conversation is known to be in, as ISO 639-1; null when nobody said.</param>
internal sealed class SpeakableText(string? language)
{
    private static readonly SearchValues<char> RuleMarks = SearchValues.Create("-_*|: ");

    private readonly LanguageGuess _language = new(language);
    private string? _fence;
    private LineKind _line = LineKind.New;

    private enum LineKind
    {
        New,
        Prose,
        Silent,
        Row,
    }

    /// <summary>Makes the next clause speakable.</summary>
    /// <param name="clause">As the model wrote it.</param>
    /// <returns>What to say; "" when there is nothing to say.</returns>
    public string Next(string clause)
    {
        var prose = new StringBuilder();
        for (var start = 0; start < clause.Length;)
        {
            var newline = clause.IndexOf('\n', start);
            var end = newline < 0 ? clause.Length : newline + 1;
            AddLine(clause.AsSpan(start, end - start).ToString(), prose);
            if (newline >= 0)
                _line = LineKind.New;
            start = end;
        }

        return Say(prose.ToString());
    }

    /// <summary>A line, or the rest of one that an earlier clause began.</summary>
    private void AddLine(string line, StringBuilder prose)
    {
        var startsLine = _line is LineKind.New;
        if (startsLine)
            _line = KindOf(line);
        switch (_line)
        {
            case LineKind.Row:
                prose.AppendJoin(", ", line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Append(line.EndsWith('\n') ? ".\n" : " ");
                break;
            case LineKind.Prose:
                prose.Append(startsLine ? Markup.WithoutLineMark(line) : line);
                break;
        }
    }

    private LineKind KindOf(string line)
    {
        var text = line.AsSpan().Trim();
        if (FenceOf(text) is { } fence)
        {
            // A block of code ends with the kind of fence it began with; it is never read.
            if (_fence is null)
                _fence = fence;
            else if (_fence == fence)
                _fence = null;
            return LineKind.Silent;
        }

        if (_fence is not null || IsRule(text))
            return LineKind.Silent;
        return text.Length > 1 && text[0] == '|' ? LineKind.Row : text.Length == 0 && !line.EndsWith('\n') ? LineKind.New : LineKind.Prose;
    }

    private string Say(string prose)
    {
        if (prose.Length == 0)
            return "";
        var language = _language.Of(prose);
        var text = Markup.ToText(prose, language);
        text = language switch
        {
            SpokenLanguage.English => EnglishReading.Read(text),
            SpokenLanguage.Mandarin => MandarinReading.Read(text),
            _ => text,
        };
        return Markup.Tidy(text);
    }

    private static string? FenceOf(ReadOnlySpan<char> line) =>
        line.StartsWith("```") ? "```" : line.StartsWith("~~~") ? "~~~" : null;

    /// <summary>A rule across the page, or the line between a table's head and its rows.</summary>
    private static bool IsRule(ReadOnlySpan<char> line) => line.Length >= 3 && !line.ContainsAnyExcept(RuleMarks) && line.ContainsAny('-', '_', '*');
}
