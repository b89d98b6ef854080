namespace Realtime.Compat.Speech.Recognition;

/// <summary>Languages by code and by English name; <c>verbose_json</c> reports names, and requests may hold either.</summary>
internal static class LanguageNames
{
    private const int MostListed = 12;

    // The languages of Whisper's tokenizer, which are those of OpenAI's API.
    private const string Table =
        """
        en=english, zh=chinese, de=german, es=spanish, ru=russian, ko=korean, fr=french, ja=japanese, pt=portuguese, tr=turkish, pl=polish,
        ca=catalan, nl=dutch, ar=arabic, sv=swedish, it=italian, id=indonesian, hi=hindi, fi=finnish, vi=vietnamese, he=hebrew,
        uk=ukrainian, el=greek, ms=malay, cs=czech, ro=romanian, da=danish, hu=hungarian, ta=tamil, no=norwegian, th=thai, ur=urdu,
        hr=croatian, bg=bulgarian, lt=lithuanian, la=latin, mi=maori, ml=malayalam, cy=welsh, sk=slovak, te=telugu, fa=persian, lv=latvian,
        bn=bengali, sr=serbian, az=azerbaijani, sl=slovenian, kn=kannada, et=estonian, mk=macedonian, br=breton, eu=basque, is=icelandic,
        hy=armenian, ne=nepali, mn=mongolian, bs=bosnian, kk=kazakh, sq=albanian, sw=swahili, gl=galician, mr=marathi, pa=punjabi,
        si=sinhala, km=khmer, sn=shona, yo=yoruba, so=somali, af=afrikaans, oc=occitan, ka=georgian, be=belarusian, tg=tajik, sd=sindhi,
        gu=gujarati, am=amharic, yi=yiddish, lo=lao, uz=uzbek, fo=faroese, ht=haitian creole, ps=pashto, tk=turkmen, nn=nynorsk, mt=maltese,
        sa=sanskrit, lb=luxembourgish, my=myanmar, bo=tibetan, tl=tagalog, mg=malagasy, as=assamese, tt=tatar, haw=hawaiian, ln=lingala,
        ha=hausa, ba=bashkir, jw=javanese, su=sundanese, yue=cantonese
        """;

    private static readonly Dictionary<string, string> Names = Table.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The code of a request's language: <c>zh-CN</c>, <c>ZH</c> and <c>chinese</c> are <c>zh</c>.</summary>
    /// <param name="language">What the request says.</param>
    public static string Code(string language)
    {
        var code = language.Trim().ToLowerInvariant();
        if (Names.FirstOrDefault(pair => pair.Value == code).Key is { } named) return named;
        return code.Split('-', '_')[0] switch
        {
            "cmn" => "zh",
            "iw" => "he",
            "nb" => "no",
            "fil" => "tl",
            "jv" => "jw",
            var first => first,
        };
    }

    /// <summary>A language's English name, lower case; the code where no name is known.</summary>
    public static string Name(string code) => Names.GetValueOrDefault(code, code);

    /// <summary>What an engine understands, for people.</summary>
    public static string List(IReadOnlyCollection<string> codes) =>
        codes.Count == 1 ? $"{char.ToUpperInvariant(Name(codes.First())[0])}{Name(codes.First())[1..]} ('{codes.First()}') only"
        : codes.Count <= MostListed ? string.Join(", ", codes)
        : $"{codes.Count} languages: {string.Join(", ", codes.Take(MostListed))} and others";
}
