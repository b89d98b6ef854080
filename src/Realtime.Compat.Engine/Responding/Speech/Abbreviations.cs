namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>Words whose full stop ends no sentence: English, German, French, Spanish.</summary>
internal static class Abbreviations
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "mx", "dr", "prof", "st", "sr", "jr", "mt", "ft", "gen", "col", "lt", "sgt", "capt", "rev", "hon", "gov", "sen", "rep",
        "vs", "etc", "inc", "ltd", "corp", "co", "approx", "dept", "est", "min", "max", "misc", "tel", "ext", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
        "bzw", "ca", "usw", "evtl", "ggf", "inkl", "vgl", "str", "hr", "fr", "mme", "mlle", "sra", "srta", "ud", "uds",
    };

    private static readonly HashSet<string> BeforeNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "no", "nos", "nr", "fig", "vol", "ch", "sec", "art", "eq", "p", "pp", "pg", "ver", "kap", "abb", "núm", "pág",
    };

    private static readonly HashSet<string> BeforeOrdinals = new(StringComparer.OrdinalIgnoreCase)
    {
        "am", "vom", "zum", "bis", "der", "den", "dem", "des", "die", "das", "im", "ab", "seit", "beim", "und",
    };

    /// <summary>Whether a word's full stop is its own: a known one, an initial ("J"), letters with stops between ("e.g", "p.m", "z.B").</summary>
    public static bool Contains(string word) =>
        Known.Contains(word) || (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I') || IsDotted(word);

    /// <summary>Whether a word's full stop is its own when a number follows: "No. 5".</summary>
    public static bool TakesNumber(string word) => BeforeNumbers.Contains(word);

    /// <summary>Whether a number with a full stop after this word is a German ordinal: "am 3. Mai".</summary>
    public static bool PrecedesOrdinal(string word) => BeforeOrdinals.Contains(word);

    private static bool IsDotted(string word)
    {
        var parts = word.Split('.');
        return parts.Length > 1 && Array.TrueForAll(parts, part => part.Length is 1 or 2 && part.All(char.IsLetter));
    }
}
