using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Realtime.Compat.Engine.Hearing.Turns.Words;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>What listeners say without wanting the floor, in English and Chinese, and what recognisers write for noises.</summary>
internal static partial class Backchannels
{
    private static readonly FrozenSet<string> English = Set(
        "mm mhm mm-hm mm-hmm mmhm mmhmm hm hmm uh-huh uh huh um er ah aha oh ooh wow yeah yea yes yep yup ok okay kay right sure cool great good nice alright exactly indeed true really");

    private static readonly FrozenSet<string> EnglishPhrases = Set("i see|got it|of course|i know|thank you|thanks|you|all right|that's right|makes sense", '|');

    private static readonly FrozenSet<string> Chinese = Set("嗯 恩 哦 噢 喔 啊 哈 呃 额 唉 哎 对 好 是 行 的 呀 吧 嘛 呢 了");

    private static readonly FrozenSet<string> ChinesePhrases = Set("可以 明白 明白了 知道 知道了 懂了 原来如此 没错 当然 谢谢 真的 真的吗");

    /// <summary>Whether a transcript holds nothing that asks for the floor: no words, noises in brackets, or backchannels only.</summary>
    /// <param name="transcript">What a recogniser heard.</param>
    public static bool IsNothingElse(string transcript)
    {
        var text = SpokenText.Read(Noises().Replace(transcript, " "));
        if (text.Words.Count == 0 || EnglishPhrases.Contains(string.Join(' ', text.Words)) || ChinesePhrases.Contains(string.Concat(text.Words)))
            return true;
        return text.Words.All(word => English.Contains(word) || Chinese.Contains(word));
    }

    /// <summary>Whether the beginning of a transcript already holds more than backchannels, whatever follows: "I" may still become "I see".</summary>
    /// <param name="beginning">What a recogniser heard so far.</param>
    public static bool IsMoreThanThat(string beginning)
    {
        var words = SpokenText.Read(Noises().Replace(beginning, " ")).Words;
        var (spaced, unspaced) = (string.Join(' ', words), string.Concat(words));
        // A bracket that is still open may close around a cough.
        return beginning.AsSpan().IndexOfAny("[(（*") < 0
            && !IsNothingElse(beginning)
            && !EnglishPhrases.Any(phrase => phrase.StartsWith(spaced, StringComparison.Ordinal))
            && !ChinesePhrases.Any(phrase => phrase.StartsWith(unspaced, StringComparison.Ordinal));
    }

    /// <summary>How Whisper and its kin write sounds that are no words: [coughs], (laughter), *sighs*, ♪.</summary>
    [GeneratedRegex(@"\[[^\]]*\]|\([^)]*\)|（[^）]*）|\*[^*]*\*|♪+")]
    private static partial Regex Noises();

    private static FrozenSet<string> Set(string words, char separator = ' ') => words.Split(separator).ToFrozenSet(StringComparer.Ordinal);
}
