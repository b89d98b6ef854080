namespace Realtime.Compat.EndToEnd;

/// <summary>Compares what was said with what was understood.</summary>
internal static class Words
{
    /// <summary>The words of a text, without capitals and punctuation.</summary>
    public static string[] Of(string text) =>
        new string([.. text.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : letter == '\'' ? '\0' : ' ').Where(letter => letter != '\0')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Words that must be put in, left out or changed to get from one text to the other (Levenshtein).</summary>
    public static int Edits(string[] said, string[] understood)
    {
        var row = Enumerable.Range(0, understood.Length + 1).ToArray();
        for (var i = 0; i < said.Length; i++)
        {
            var (corner, left) = (row[0], row[0] + 1);
            row[0] = left;
            for (var j = 0; j < understood.Length; j++)
            {
                var edits = Math.Min(corner + (said[i] == understood[j] ? 0 : 1), Math.Min(row[j + 1], left) + 1);
                (corner, row[j + 1], left) = (row[j + 1], edits, edits);
            }
        }

        return row[^1];
    }

    /// <summary>Share of the said words that were understood, in any order, 0…1.</summary>
    public static double Overlap(string said, string understood)
    {
        var words = Of(said);
        var heard = Of(understood).ToList();
        return words.Length == 0 ? 1 : (double)words.Count(heard.Remove) / words.Length;
    }
}
