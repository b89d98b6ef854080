using System.Text;

namespace Realtime.Compat.Speech.Synthesis;

/// <summary>Tells whether a text may be in a language, by the letters it is written in.</summary>
internal static class LanguageScripts
{
    /// <summary>
    /// Languages written in a script for which <see cref="LanguageChoice.FromScript"/> gives another language. Those listed neither here nor there are
    /// written in Latin letters, for which it gives English.
    /// </summary>
    private static readonly Dictionary<string, string> Shared = Table(
        ("ru", "uk be bg mk sr kk ky tt ba cv mn tg ab os"),
        ("ar", "fa ur ps sd ug"),
        ("hi", "mr ne kok sa bho mai"),
        ("bn", "as bpy"),
        ("cmn", "yue hak wuu nan"),
        ("am", "ti"));

    /// <summary>Whether most of a text's letters are such as the language is written in. A text without letters may be in any.</summary>
    /// <param name="language">BCP 47 or ISO 639, in any case.</param>
    /// <param name="text">The text.</param>
    public static bool Suits(string language, string text)
    {
        if (!text.EnumerateRunes().Any(Rune.IsLetter)) return true;
        var name = NameOf(LanguageChoice.Canonical(language));
        var written = LanguageChoice.FromScript(text);
        // Japanese may do without kana.
        return written == ScriptOf(name) || written == "cmn" && name == "ja";
    }

    private static string ScriptOf(string name) =>
        Shared.TryGetValue(name, out var script) ? script : LanguageChoice.HasScript(name) ? name : LanguageChoice.English;

    private static string NameOf(string code) => code.Split('-')[0];

    private static Dictionary<string, string> Table(params ReadOnlySpan<(string Script, string Languages)> rows)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (script, languages) in rows)
        {
            foreach (var language in languages.Split(' ')) table[language] = script;
        }

        return table;
    }
}
