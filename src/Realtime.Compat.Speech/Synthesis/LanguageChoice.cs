using System.Text;

namespace Realtime.Compat.Speech.Synthesis;

/// <summary>Decides in which language a text is read: the one that was asked for, else the one its letters belong to.</summary>
internal static class LanguageChoice
{
    /// <summary>What is read when nothing speaks for another language.</summary>
    public const string English = "en-us";

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["en"] = English,
        ["zh"] = "cmn",
        ["zh-cn"] = "cmn",
        ["zh-sg"] = "cmn",
        ["zh-tw"] = "cmn",
        ["zh-hans"] = "cmn",
        ["zh-hant"] = "cmn",
        ["zh-hk"] = "yue",
        ["zh-mo"] = "yue",
        ["cmn-cn"] = "cmn",
        ["no"] = "nb",
        ["es-mx"] = "es-419",
        ["es-us"] = "es-419",
        ["es-ar"] = "es-419",
        ["fr"] = "fr-fr",
        ["iw"] = "he",
    };

    /// <summary>Blocks of Unicode whose letters stand for one language, or for the most spoken of several.</summary>
    private static readonly (int First, int Last, string Language)[] Scripts =
    [
        (0x0370, 0x03FF, "el"),
        (0x0400, 0x052F, "ru"),
        (0x0531, 0x058F, "hy"),
        (0x0590, 0x05FF, "he"),
        (0x0600, 0x06FF, "ar"),
        (0x0750, 0x077F, "ar"),
        (0x0900, 0x097F, "hi"),
        (0x0980, 0x09FF, "bn"),
        (0x0A00, 0x0A7F, "pa"),
        (0x0A80, 0x0AFF, "gu"),
        (0x0B80, 0x0BFF, "ta"),
        (0x0C00, 0x0C7F, "te"),
        (0x0C80, 0x0CFF, "kn"),
        (0x0D00, 0x0D7F, "ml"),
        (0x0D80, 0x0DFF, "si"),
        (0x0E00, 0x0E7F, "th"),
        (0x1000, 0x109F, "my"),
        (0x10A0, 0x10FF, "ka"),
        (0x1100, 0x11FF, "ko"),
        (0x1200, 0x137F, "am"),
        (0x3040, 0x30FF, "ja"),
        (0x31F0, 0x31FF, "ja"),
        (0x3400, 0x4DBF, "cmn"),
        (0x4E00, 0x9FFF, "cmn"),
        (0xAC00, 0xD7AF, "ko"),
        (0xF900, 0xFAFF, "cmn"),
        (0x20000, 0x323AF, "cmn"),
    ];

    /// <summary>espeak-ng's code for a BCP 47 or ISO 639 code.</summary>
    /// <param name="language">In any case, with <c>-</c> or <c>_</c>: <c>zh</c>, <c>pt-BR</c>, <c>en_US</c>.</param>
    /// <param name="known">Whether an engine has a language of that code.</param>
    /// <returns>Null when no engine speaks it.</returns>
    public static string? FromCode(string language, Func<string, bool> known)
    {
        var code = language.Trim().Replace('_', '-').ToLowerInvariant();
        while (code.Length > 0)
        {
            if (Codes.TryGetValue(code, out var mapped) && known(mapped)) return mapped;
            if (known(code)) return code;

            // "de-AT" is read as "de" when there is no Austrian voice.
            var dash = code.LastIndexOf('-');
            code = dash < 0 ? "" : code[..dash];
        }

        return null;
    }

    /// <summary>espeak-ng's code for a language, whether or not anybody speaks it: <c>zh</c> is <c>cmn</c>, <c>en_GB</c> is <c>en-gb</c>.</summary>
    public static string Canonical(string language)
    {
        var code = language.Trim().Replace('_', '-').ToLowerInvariant();
        return Codes.GetValueOrDefault(code, code);
    }

    /// <summary>The language most of a text's letters belong to. Latin letters count as English, since they name no language.</summary>
    /// <remarks>Chinese characters with kana between them are Japanese, with Hangul Korean: those languages borrow them, Chinese borrows neither.</remarks>
    public static string FromScript(string text)
    {
        var letters = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var rune in text.EnumerateRunes())
        {
            if (ScriptOf(rune) is { } language) letters[language] = letters.GetValueOrDefault(language) + 1;
        }

        if (letters.TryGetValue("cmn", out var han))
        {
            foreach (var borrower in (ReadOnlySpan<string>)["ja", "ko"])
            {
                if (!letters.TryGetValue(borrower, out var own)) continue;
                letters[borrower] = own + han;
                letters.Remove("cmn");
                break;
            }
        }

        return letters.Count == 0 ? English : letters.MaxBy(pair => pair.Value).Key;
    }

    /// <summary>Whether a language is the one that its script stands for.</summary>
    public static bool HasScript(string language) => Scripts.Any(script => script.Language == language);

    private static string? ScriptOf(Rune rune)
    {
        if (!Rune.IsLetter(rune)) return null;
        if (rune.Value < 0x0370) return English;
        foreach (var (first, last, language) in Scripts)
        {
            if (rune.Value >= first && rune.Value <= last) return language;
        }

        return null;
    }
}
