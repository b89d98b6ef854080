using System.Collections.Frozen;
using static Realtime.Compat.Engine.Hearing.Turns.Words.CompletionFeature;

namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>The words that tell how a turn ends, in English and Chinese.</summary>
internal static class WordClasses
{
    /// <summary>Single English words by what they are at the end of a sentence.</summary>
    public static FrozenDictionary<string, CompletionFeature> English { get; } = Classes(
        (LastFiller, "um uh er erm uhm ah mm hm hmm eh"),
        (LastConjunction, "and or but because cause 'cause cos so if that than then when where while unless until although though whether since which who whose nor plus as"),
        (LastDeterminer, "the a an my your our their his its this these those every each some any no another other such"),
        (LastPreposition, "of to in on at for from with by about into onto over under between through without during like via per towards against"),
        (LastSubject, "i we he she they i'm we're they're he's she's i'll we'll they'll i'd we'd i've we've it's that's there's what's"),
        (LastAuxiliary, "is are was were be been am do does did has have had will would can could should might may must shall want wanna gonna gotta need let don't doesn't didn't isn't aren't wasn't won't can't wouldn't get got getting being having going"),
        (LastIntensifier, "very just really quite pretty too only even actually basically probably maybe perhaps more most less much many also still rather almost sort kind"),
        (LastAcknowledgement, "yes yeah yep yup no nope okay ok kay 'kay right sure alright fine exactly absolutely definitely correct true great cool mm-hmm mmhmm uh-huh mhm hello hi hey bye goodbye thanks sorry"),
        (LastClosing, "please anyway well now here again already yet today tomorrow tonight yesterday later soon ago first whatever together instead"),
        (LastPronoun, "it them there me him us one something anything everything nothing you stuff things"));

    /// <summary>Words that come in pairs.</summary>
    public static FrozenDictionary<string, CompletionFeature> EnglishPairs { get; } = Classes('|',
        (LastHedge, "you know|i think|i guess|i mean|i suppose|i believe|or something|or so|don't know|dunno know"),
        (LastAcknowledgement, "thank you|of course|not really|no problem|that's it|that's all|i see|got it|good night"),
        (LastIntensifier, "sort of|kind of|a bit|a little|as well as|at least|more like|instead of"),
        (LastAuxiliary, "going to|want to|have to|need to|like to|trying to|used to|got to|able to|let me|supposed to"),
        (LastConjunction, "so that|and then|but then|or maybe|for example|such as|as if|even if|what if"),
        (LastClosing, "as well|right now|at all|too much|so much|that way|like that|like this|in there|up there|so far"));

    /// <summary>What a Chinese sentence ends with; looked up longest first.</summary>
    public static IReadOnlyList<(string Ending, CompletionFeature Feature)> ChineseEndings { get; } = Endings(
        (LastFiller, "嗯 呃 额 唔 那个 这个 就是说 怎么说呢 怎么说 就是"),
        (LastConjunction, "和 跟 与 及 或 或者 以及 但 但是 可是 不过 然后 所以 因为 因此 如果 要是 而 而且 并且 还有 另外 比如 比如说 例如 包括 虽然 那么 还是 接着 于是 同时 除了 关于 对于 由于"),
        (LastDeterminer, "一个 一些 一种 一下子 那些 这些 某个 每个 几个 我的 你的 他的 她的 我们的 你们的 他们的"),
        (LastPreposition, "把 被 给 在 向 从 对 用 为 为了 按照 根据 通过 跟着 离 往"),
        (LastAuxiliary, "我想 我想要 我要 我需要 我觉得 我认为 请 请你 帮我 能不能 可不可以 可以帮我 是不是 想 想要 需要 应该 可能 会 将 是 有 要 我是 这是 那是 我有"),
        (LastIntensifier, "很 非常 特别 比较 更 最 太 也 都 就 还 只 才 又 再 更加 稍微"),
        (LastAcknowledgement, "好 好的 好吧 对 对的 对啊 是的 行 可以 没错 知道了 明白了 明白 谢谢 谢谢你 不用 不用了 不是 没有 没事 再见 你好 嗯嗯 当然 没问题"),
        (LastClosing, "了 吧 呢 吗 啊 呀 嘛 啦 哦 哈 谢谢 的话题 一下 为止 而已 就行 就好 就可以"),
        (LastHedge, "我觉得是 我想是 大概吧 应该是"));

    /// <summary>First words of an English question.</summary>
    public static FrozenSet<string> QuestionOpeners { get; } = Set(
        "what who where when why how which whose is are was were do does did can could will would should may shall have has isn't aren't don't doesn't didn't can't won't couldn't wouldn't what's who's where's how's");

    /// <summary>Found anywhere in a Chinese sentence they make it a question.</summary>
    public static IReadOnlyList<string> ChineseQuestions { get; } =
        ["吗", "什么", "哪里", "哪儿", "哪个", "谁", "怎么样", "怎么办", "怎么", "多少", "几点", "为什么", "是不是", "有没有", "能不能", "可不可以", "好不好", "多久", "多大"];

    /// <summary>First words of a clause that needs another one.</summary>
    public static FrozenSet<string> Subordinators { get; } = Set("if when because although while since unless once after before whenever");

    /// <summary>The same in Chinese.</summary>
    public static IReadOnlyList<string> ChineseSubordinators { get; } = ["如果", "要是", "因为", "虽然", "当", "假如", "只要", "既然", "由于", "除非", "尽管"];

    /// <summary>English words for digits and numbers.</summary>
    public static FrozenSet<string> Numbers { get; } = Set(
        "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple");

    /// <summary>Chinese characters for digits and numbers.</summary>
    public const string ChineseNumbers = "零〇一二三四五六七八九十百千万亿幺两点";

    /// <summary>English fillers, wherever they stand.</summary>
    public static FrozenSet<string> Fillers { get; } = Set("um uh er erm uhm ah hmm hm mm eh");

    private static FrozenDictionary<string, CompletionFeature> Classes(params (CompletionFeature, string)[] classes) => Classes(' ', classes);

    private static FrozenDictionary<string, CompletionFeature> Classes(char separator, params (CompletionFeature Feature, string Words)[] classes)
    {
        var table = new Dictionary<string, CompletionFeature>(StringComparer.Ordinal);
        foreach (var (feature, words) in classes)
        {
            foreach (var word in words.Split(separator))
                table.TryAdd(word, feature);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (string, CompletionFeature)[] Endings(params (CompletionFeature Feature, string Words)[] classes) =>
        [.. classes.SelectMany(c => c.Words.Split(' ').Select(word => (word, c.Feature))).DistinctBy(e => e.word).OrderByDescending(e => e.word.Length)];

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
