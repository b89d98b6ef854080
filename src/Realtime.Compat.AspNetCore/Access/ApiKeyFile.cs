using System.Globalization;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>
/// Keys in a file, one a line: <c>name: sk-… sessions=10 calls=5 minutes=600</c>, the key plain or as <c>sha256:</c> and its digest, the
/// limits and the name optional. <c>#</c> begins a comment.
/// </summary>
internal static class ApiKeyFile
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads keys.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <exception cref="FormatException">A line that cannot be read, named by its number.</exception>
    public static IEnumerable<ApiKeyOptions> Read(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0)
                yield return ReadLine(text, number);
        }
    }

    private static ApiKeyOptions ReadLine(string text, int number)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        var named = words[0].EndsWith(':');
        if (named && words.Length == 1)
            throw new FormatException(FormattableString.Invariant($"line {number} has a name and no key"));
        var key = new ApiKeyOptions { Name = named ? words[0][..^1] : null, Key = words[named ? 1 : 0] };
        foreach (var limit in words.Skip(named ? 2 : 1))
            Limit(key, limit, number);
        return key;
    }

    private static void Limit(ApiKeyOptions key, string limit, int number)
    {
        var parts = limit.Split('=', 2);
        if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw Unknown();
        switch (parts[0])
        {
            case "sessions":
                key.MaxSessions = value;
                break;
            case "calls":
                key.MaxCalls = value;
                break;
            case "minutes":
                key.MaxMinutesPerDay = value;
                break;
            default:
                throw Unknown();
        }

        FormatException Unknown() => new(FormattableString.Invariant($"line {number}: \"{limit}\" is none of sessions=N, calls=N, minutes=N"));
    }
}
