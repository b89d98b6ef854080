namespace Realtime.Compat.Server.Models.Archives;

/// <summary>Which files of an archive are unpacked, and where to.</summary>
/// <param name="root">Folder inside the archive that is the model's.</param>
/// <param name="keep">Files and folders (with a closing slash) below it.</param>
/// <param name="folder">The model's folder.</param>
internal sealed class WantedFiles(string root, IReadOnlyList<string> keep, string folder)
{
    /// <summary>What tells of licence and origin is always kept.</summary>
    private static readonly string[] Papers = ["LICENSE", "LICENCE", "MODEL_CARD", "README"];

    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where an entry goes.</summary>
    /// <param name="entry">Its name, normalized.</param>
    /// <returns>Relative to the model's folder; null for one that is not wanted.</returns>
    public string? PathFor(string entry)
    {
        if (!entry.StartsWith(root + "/", StringComparison.Ordinal))
            return null;
        var path = entry[(root.Length + 1)..];
        var isWanted = keep.Any(kept => kept.EndsWith('/') ? path.StartsWith(kept, StringComparison.Ordinal) : path == kept)
            || (!path.Contains('/') && Papers.Any(paper => path.StartsWith(paper, StringComparison.Ordinal)));
        return isWanted ? path : null;
    }

    /// <summary>Makes a file.</summary>
    /// <param name="path">Relative to the model's folder.</param>
    /// <exception cref="InvalidDataException">The archive has it twice.</exception>
    public FileStream Create(string path)
    {
        if (!_written.Add(path))
            throw new InvalidDataException($"it has \"{path}\" twice");
        var target = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }
}
