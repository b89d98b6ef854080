using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Realtime.Compat.Engine.Responding.Speech.Reading;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Takes Markdown, HTML, addresses and pictographs out of prose.</summary>
internal static partial class Markup
{
    /// <summary>Takes away what marks a line: heading, quote, list entry, check box.</summary>
    public static string WithoutLineMark(string line) => LineMark().Replace(line, "");

    /// <summary>Prose without its marks. Stray ones remain, for <see cref="Tidy"/>: what stands beside a number may be arithmetic.</summary>
    /// <param name="prose">Whole lines, or a part of one.</param>
    /// <param name="language">How to say the points of an address.</param>
    public static string ToText(string prose, SpokenLanguage language)
    {
        var text = prose;
        if (text.Contains('<', StringComparison.Ordinal))
            text = Tag().Replace(AutoLink().Replace(text, "$1"), "");
        if (text.Contains('&', StringComparison.Ordinal))
            text = WebUtility.HtmlDecode(text);
        if (text.Contains('[', StringComparison.Ordinal) || text.Contains('【', StringComparison.Ordinal))
            text = Citation().Replace(ReferenceLink().Replace(Link().Replace(text, "$1"), "$1"), "");
        if (text.Contains('`', StringComparison.Ordinal))
            text = InlineCode().Replace(text, static match => CodeWords().Replace(match.Groups[1].Value, " "));
        text = Email().Replace(text, match => AddressReading.Email(match.Value, language));
        text = Address().Replace(text, match => AddressReading.Host(match.Groups["host"].Value, language));
        return Emphasis().Replace(text, "");
    }

    /// <summary>The last touch: stray marks, pictographs, empty brackets and superfluous spaces go; a text without a word becomes "".</summary>
    public static string Tidy(string text)
    {
        var spoken = new StringBuilder(text.Length);
        var afterPictograph = false;
        foreach (var rune in text.EnumerateRunes())
        {
            // The joiner glues emoji, and letters of Indic scripts: there it stays.
            var isPictograph = IsPictograph(rune) || (afterPictograph && rune.Value == ClauseMarks.Joiner);
            if (rune.Value is '|')
                spoken.Append(", ");
            else if (rune.Value is '_')
                spoken.Append(' ');
            else if (rune.Value is not ('*' or '`' or '~' or '#' or '\\' or '^' or '<' or '>' or '{' or '}' or 0xFFFD) && !isPictograph)
                spoken.Append(rune.ToString());
            afterPictograph = isPictograph;
        }

        var said = SpaceBeforeMark().Replace(Space().Replace(EmptyBrackets().Replace(spoken.ToString(), ""), " "), "$1").Trim();
        return said.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? said : "";
    }

    /// <summary>Emoji, dingbats, arrows, box drawings, and what varies or joins them.</summary>
    private static bool IsPictograph(Rune rune) => rune.Value is
        (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF) or (>= 0x2500 and <= 0x27BF) or (>= 0x2900 and <= 0x297F)
        or (>= 0x2B00 and <= 0x2BFF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0020 and <= 0xE007F) or 0x200B or 0x20E3 or 0x3030 or 0x303D or 0xFEFF;

    [GeneratedRegex(@"^\s*(?:#{1,6}\s+|(?:>\s?)+|[-*+•]\s+(?:\[[ xX]\]\s+)?)+")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"<((?:https?://|mailto:)?[^\s<>@]+(?:@[^\s<>]+|://[^\s<>]*)|https?://[^\s<>]+)>")]
    private static partial Regex AutoLink();

    [GeneratedRegex(@"</?[A-Za-z][^<>\n]*>|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"!?\[([^\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+""[^""\n]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"!?\[(?=[^\]\n]*\p{L})([^\]\n]+)\]\[[^\]\n]*\]")]
    private static partial Regex ReferenceLink();

    [GeneratedRegex(@"\s?(?:\[\^?\d{1,3}\]|【[^】]*】)")]
    private static partial Regex Citation();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"_|\(\)|;|(?<=[a-z])(?=[A-Z])|->|::|[{}=]")]
    private static partial Regex CodeWords();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?:(?:https?|ftp|wss?)://(?:www\.)?|\bwww\.)(?<host>[^\s/()?#:,;""'<>|]*[^\s/()?#:,;""'<>|.!。，])(?:[:/?#](?:[^\s()<>|]*[^\s()<>|.,;:!?'""。，])?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    /// <summary>Stars, underscores and the rest where they mark words: not between numbers, where a star multiplies, nor inside a name.</summary>
    [GeneratedRegex(@"(?<!\d\s?)\*+|\*+(?!\s?\d)|~~|(?<![\w])_+(?=\w)|(?<=\w|[.!?])_+(?![\w])|\\(?=[\\`*_{}\[\]()#+\-.!|])|\\[()\[\]]")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\(\s*\)|\[\s*\]|（\s*）")]
    private static partial Regex EmptyBrackets();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@" +([.,!?;:](?:\s|$))")]
    private static partial Regex SpaceBeforeMark();
}
