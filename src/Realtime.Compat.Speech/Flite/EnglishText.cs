using System.Text;

namespace Realtime.Compat.Speech.Flite;

/// <summary>Brings a text into the ASCII that flite's English front end reads; it would spell other bytes out.</summary>
internal static class EnglishText
{
    private static readonly Dictionary<char, string> Spellings = Fold(
        ("àáâãäåāăą", "a"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"), ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŉ", "n"), ("òóôõöøōŏő", "o"), ("œ", "oe"), ("ŕŗř", "r"),
        ("śŝşšș", "s"), ("ß", "ss"), ("ţťŧț", "t"), ("þ", "th"), ("ùúûüũūŭůűų", "u"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"),
        ("‘’‚‛′", "'"), ("“”„‟″«»", "\""), ("‐‑‒", "-"), ("–—―", ", "), ("…", "..."), ("\u00A0\u2002\u2003\u2009\u202F", " "),
        ("€", " euro "), ("£", " pound "), ("¥", " yen "), ("¢", " cent "), ("°", " degrees "), ("×", " times "), ("÷", " divided by "),
        ("±", " plus or minus "), ("½", " one half"), ("¼", " one quarter"), ("¾", " three quarters"), ("²", " squared"), ("³", " cubed"),
        ("µμ", "micro"), ("™®©", ""));

    /// <summary>Folds a text.</summary>
    /// <returns>ASCII without control characters; what has no English spelling is left out.</returns>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAscii(character)) folded.Append(char.IsControl(character) ? ' ' : character);
            else if (Spellings.TryGetValue(character, out var spelling)) folded.Append(spelling);
            else folded.Append(' ');
        }

        return folded.ToString();
    }

    private static Dictionary<char, string> Fold(params ReadOnlySpan<(string Characters, string Spelling)> groups)
    {
        var spellings = new Dictionary<char, string>();
        foreach (var (characters, spelling) in groups)
        {
            foreach (var character in characters)
            {
                spellings[character] = spelling;
                var upper = char.ToUpperInvariant(character);
                if (upper != character && spelling.Length > 0) spellings[upper] = char.ToUpperInvariant(spelling[0]) + spelling[1..];
            }
        }

        return spellings;
    }
}
