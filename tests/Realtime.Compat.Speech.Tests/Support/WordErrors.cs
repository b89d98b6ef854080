namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Word error rate: substitutions, insertions and deletions over the words that were said.</summary>
internal static class WordErrors
{
    public static double Rate(string said, string heard) => (double)Count(said, heard) / Words(said).Length;

    public static string[] Words(string text) => text.Replace('-', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Levenshtein distance in words.</summary>
    public static int Count(string said, string heard)
    {
        var (expected, actual) = (Words(said), Words(heard));
        var row = Enumerable.Range(0, actual.Length + 1).ToArray();
        for (var i = 1; i <= expected.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= actual.Length; j++)
            {
                var substitution = diagonal + (expected[i - 1] == actual[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
