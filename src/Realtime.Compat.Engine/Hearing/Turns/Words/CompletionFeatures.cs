using static Realtime.Compat.Engine.Hearing.Turns.Words.CompletionFeature;

namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>Reads off a transcript what tells whether its speaker is done.</summary>
internal static class CompletionFeatures
{
    private const int NumbersThatAreReadOut = 3;
    private const int LongestChineseEnding = 5;

    /// <summary>The features a transcript has.</summary>
    /// <param name="transcript">What was said so far; at least one word.</param>
    public static IReadOnlyList<CompletionFeature> Of(string transcript)
    {
        var text = SpokenText.Read(transcript);
        List<CompletionFeature> found = [Always];
        if (text.Words.Count == 0)
            return found;

        AddMark(text, found);
        if (LastWord(text) is { } last)
            found.Add(last);
        if (TrailingNumbers(text.Words) >= NumbersThatAreReadOut)
            found.Add(ReadsNumber);
        if (text.Mark is not '?' && AsksIn(text))
            found.Add(AsksQuestion);
        if (IsSubordinate(text))
            found.Add(StartsSubordinate);
        var length = text.IsChinese ? text.LastSentence.Count / 2 : text.LastSentence.Count;
        if (length <= 2)
            found.Add(ShortSentence);
        else if (length >= 9)
            found.Add(LongSentence);
        if (text.Words.SkipLast(1).TakeLast(3).Any(WordClasses.Fillers.Contains))
            found.Add(RecentFiller);
        return found;
    }

    private static void AddMark(SpokenText text, List<CompletionFeature> found)
    {
        if (!text.HasMarks)
            return;
        found.Add(text.Mark switch { '.' => EndsSentence, '?' => EndsQuestion, ',' => EndsComma, '…' => TrailsOff, _ => EndsOpen });
    }

    private static CompletionFeature? LastWord(SpokenText text)
    {
        var words = text.Words;
        if (text.IsChinese)
            return ChineseEnding(text);
        if (words.Count > 1 && words[^1] == words[^2] && !WordClasses.Numbers.Contains(words[^1]) && WordClasses.English.GetValueOrDefault(words[^1]) is not LastAcknowledgement)
            return LastBroken;
        if (words.Count > 1 && WordClasses.EnglishPairs.TryGetValue($"{words[^2]} {words[^1]}", out var pair))
            return pair;
        return WordClasses.English.TryGetValue(words[^1].Replace('’', '\''), out var single) ? single : null;
    }

    /// <summary>A whole sentence that is one of the endings stands for itself: 好 agrees, 这样好 does so no more than any other sentence.</summary>
    private static CompletionFeature? ChineseEnding(SpokenText text)
    {
        // "Yes" by itself; after anything else it announces an object.
        if (text.LastSentence is ["对"])
            return LastAcknowledgement;
        var ending = text.Ending(LongestChineseEnding);
        foreach (var (word, feature) in WordClasses.ChineseEndings)
        {
            if (!ending.EndsWith(word, StringComparison.Ordinal))
                continue;
            if (feature is LastAcknowledgement && word.Length < text.LastSentence.Count)
                continue;
            return feature;
        }

        return null;
    }

    private static int TrailingNumbers(IReadOnlyList<string> words)
    {
        var digits = 0;
        for (var i = words.Count - 1; i >= 0; i--)
        {
            var word = words[i];
            if (word.All(char.IsAsciiDigit))
                digits += word.Length;
            else if (WordClasses.Numbers.Contains(word) || (word.Length == 1 && WordClasses.ChineseNumbers.Contains(word[0], StringComparison.Ordinal)))
                digits++;
            else
                break;
        }

        return digits;
    }

    private static bool AsksIn(SpokenText text)
    {
        if (text.IsChinese)
        {
            var sentence = string.Concat(text.LastSentence);
            return WordClasses.ChineseQuestions.Any(asking => sentence.Contains(asking, StringComparison.Ordinal));
        }

        return text.LastSentence.Count >= 3 && WordClasses.QuestionOpeners.Contains(text.LastSentence[0]);
    }

    private static bool IsSubordinate(SpokenText text)
    {
        if (text.HasInnerPause || text.LastSentence.Count == 0)
            return false;
        if (!text.IsChinese)
            return WordClasses.Subordinators.Contains(text.LastSentence[0]) && text.LastSentence.Count <= 6;
        var sentence = string.Concat(text.LastSentence);
        return sentence.Length <= 12 && WordClasses.ChineseSubordinators.Any(word => sentence.StartsWith(word, StringComparison.Ordinal));
    }
}
