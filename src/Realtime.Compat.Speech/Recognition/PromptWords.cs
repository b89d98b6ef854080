namespace Realtime.Compat.Speech.Recognition;

/// <summary>Finds the words in a <c>prompt</c> that are worth listening for: OpenAI's is a list of names, or prose that holds some.</summary>
internal static class PromptWords
{
    private static readonly char[] Separators = [',', ';', '\n', '\r', '，', '、', '；', '。', '/'];
    private const int WordsOfPhrase = 4;

    /// <summary>Phrases of four words or fewer between commas; from longer stretches the names: words with a capital letter that do not begin a sentence, or with a digit.</summary>
    public static IReadOnlyList<string> Of(string? prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt)) return [];

        var phrases = new List<string>();
        foreach (var part in prompt.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length <= WordsOfPhrase) phrases.Add(part.TrimEnd('.', '!', '?'));
            else phrases.AddRange(words.Where((word, i) => IsName(word, i == 0 || words[i - 1][^1] is '.' or '!' or '?' or ':')).Select(word => word.Trim('.', '!', '?', ':', '"', '(', ')')));
        }

        return [.. phrases.Where(phrase => phrase.Length > 1).Distinct()];
    }

    private static bool IsName(string word, bool beginsSentence) =>
        word.Any(char.IsDigit) || word.Skip(1).Any(char.IsUpper) || !beginsSentence && char.IsUpper(word[0]) && word.Length > 1;
}
