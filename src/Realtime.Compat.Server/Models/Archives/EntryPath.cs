namespace Realtime.Compat.Server.Models.Archives;

/// <summary>Names of files inside archives and catalogues, which may be anybody's.</summary>
internal static class EntryPath
{
    /// <summary>
    /// Whether a path stays in the folder it is joined to, on every operating system: relative, forward slashes, no <c>.</c>, <c>..</c> or
    /// empty segment, no colon (drives and streams of Windows) and no control character.
    /// </summary>
    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= 512
        && !path.AsSpan().ContainsAny('\\', ':')
        && !path.Any(char.IsControl)
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));

    /// <summary>The name of an archive's entry, as it is compared and joined.</summary>
    /// <param name="name">As the archive has it: <c>./model/tokens.txt</c>.</param>
    /// <returns>Without leading <c>./</c> and closing slash; empty for the archive's own root.</returns>
    /// <exception cref="InvalidDataException">It leads out of the folder that the archive is unpacked in.</exception>
    public static string Normalize(string name)
    {
        var path = name;
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        path = path.TrimEnd('/');
        if (path is "" or "." && !name.StartsWith('/'))
            return "";
        return IsSafe(path) ? path : throw new InvalidDataException($"it has an entry \"{Printable(name)}\", which leads out of its folder");
    }

    private static string Printable(string name) => string.Concat(name.Take(100).Select(unit => char.IsControl(unit) ? '·' : unit));
}
