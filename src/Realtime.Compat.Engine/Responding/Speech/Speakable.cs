using System.Text;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Turns written text into text to read aloud: no Markdown marks, addresses by their host, no emoji. The transcript keeps the text as written.</summary>
internal static partial class Speakable
{
    /// <summary>Makes a clause speakable.</summary>
    /// <param name="clause">As the model wrote it.</param>
    /// <returns>What to say; "" when there is nothing to say.</returns>
    public static string From(string clause)
    {
        var text = Link().Replace(clause, "$1");
        text = Address().Replace(text, match => match.Groups["host"].Value);
        text = LineMark().Replace(text, "");
        text = Emphasis().Replace(text, "");

        var spoken = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPictograph(rune))
                spoken.Append(rune.ToString());
        }

        var said = Space().Replace(spoken.ToString(), " ").Trim();
        return said.Any(char.IsLetterOrDigit) || said.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? said : "";
    }

    private static bool IsPictograph(Rune rune) => rune.Value is
        (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0x2B00 and <= 0x2BFF) or 0x200D or 0x20E3;

    [GeneratedRegex(@"!?\[([^\]\n]*)\]\([^)\s]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"https?://(?:www\.)?(?<host>[^\s/()?#]+)[^\s()]*")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?m)^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|-{3,}\s*$|`{3}.*$)")]
    private static partial Regex LineMark();

    [GeneratedRegex(@"[*_`~#|]+")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
