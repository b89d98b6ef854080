namespace Realtime.Compat.Server.Configuration;

/// <summary>Finds what somebody meant to type.</summary>
internal static class NearestName
{
    /// <summary>The name that takes the fewest edits to reach, capitals aside.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">What there is.</param>
    /// <returns>Null where more than a third of the letters would have to change: that is another word, not a slip.</returns>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        var nearest = names
            .Select(name => (Name: name, Edits: Edits(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Edits <= Math.Max(1, typed.Length / 3) ? nearest.Name : null;
    }

    /// <summary>Levenshtein's distance, two swapped neighbours counting as one edit (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[from.Length, to.Length];
    }
}
