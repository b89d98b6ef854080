using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>Cuts a text into what a script streams and counts as one token: a word with the space after it, or one CJK sign.</summary>
internal static class SpokenWords
{
    private static readonly string[] Filler = ["this", "is", "one", "of", "the", "many", "words", "you", "wanted"];

    public static IEnumerable<string> Of(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            if (TokenEstimate.IsSign(text[end]))
            {
                end++;
                while (end < text.Length && char.IsPunctuation(text[end]))
                    end++;
            }
            else
            {
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && !TokenEstimate.IsSign(text[end]))
                    end++;
            }

            while (end < text.Length && char.IsWhiteSpace(text[end]))
                end++;
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>A text of so many words, in sentences.</summary>
    public static string Long(int words)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < words; i++)
        {
            var (place, last) = (i % Filler.Length, i == words - 1 || i % Filler.Length == Filler.Length - 1);
            text.Append(place == 0 ? char.ToUpperInvariant(Filler[place][0]) + Filler[place][1..] : Filler[place]);
            text.Append(last ? "." : "").Append(i == words - 1 ? "" : " ");
        }

        return text.ToString();
    }
}
