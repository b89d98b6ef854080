using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>The models on this machine, each in a folder of its name. Names that begin with a point are work under way.</summary>
/// <param name="root">The directory; made when first needed.</param>
internal sealed class ModelStore(string root)
{
    /// <summary>The directory.</summary>
    public string Root { get; } = root;

    /// <summary>Where partial downloads of a model lie.</summary>
    public string DownloadsOf(string id) => Path.Combine(Root, ".downloads", id);

    /// <summary>The file that is locked while a model is installed or removed.</summary>
    public string LockOf(string id) => Path.Combine(Root, ".downloads", $"{id}.lock");

    /// <summary>The digests that servers stated.</summary>
    public string Digests => Path.Combine(Root, "lock.json");

    /// <summary>A model's folder, whether or not it is there.</summary>
    public string FolderOf(string id) => Path.Combine(Root, id);

    /// <summary>What is installed, by id.</summary>
    public IReadOnlyList<ModelManifest> Installed() => !Directory.Exists(Root)
        ? []
        : [.. Directory.EnumerateDirectories(Root)
            .Where(folder => CatalogueRules.IsId(Path.GetFileName(folder)))
            .Order(StringComparer.Ordinal)
            .Select(ModelManifest.Read)
            .OfType<ModelManifest>()];

    /// <summary>An installed model.</summary>
    /// <returns>Null where it is not installed.</returns>
    public ModelManifest? Find(string id) => CatalogueRules.IsId(id) ? ModelManifest.Read(FolderOf(id)) : null;

    /// <summary>An empty folder in which a model is put together.</summary>
    public string Stage(string id)
    {
        var folder = Path.Combine(Root, ".staging", id);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Puts a finished folder in its place, in one step.</summary>
    /// <param name="staged">The folder, its manifest written.</param>
    /// <param name="id">The model.</param>
    public void Commit(string staged, string id)
    {
        var folder = FolderOf(id);
        Discard(folder);
        Directory.Move(staged, folder);
        if (Directory.Exists(DownloadsOf(id)))
            Directory.Delete(DownloadsOf(id), recursive: true);
    }

    /// <summary>Removes a model and what was downloaded of it.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="OperatorException">A file of it cannot be deleted.</exception>
    public bool Remove(string id)
    {
        if (!CatalogueRules.IsId(id))
            return false;
        try
        {
            var had = Discard(FolderOf(id));
            if (Directory.Exists(DownloadsOf(id)))
            {
                Directory.Delete(DownloadsOf(id), recursive: true);
                had = true;
            }

            return had;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{id} cannot be removed: {failure.Message.TrimEnd('.')}; stop the server that uses it.", failure);
        }
    }

    /// <summary>What is not as it was installed, one clause a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="progress">Told the bytes read so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<string>> VerifyAsync(ModelManifest model, Action<long> progress, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        long before = 0;
        foreach (var file in model.Files)
        {
            var path = Path.Combine(FolderOf(model.Id), file.Path);
            var from = before;
            if (!File.Exists(path))
                faults.Add($"{file.Path} is missing");
            else if (file.Size is { } size && new FileInfo(path).Length != size)
                faults.Add($"{file.Path} has {new FileInfo(path).Length} bytes instead of {size}");
            else if (file.Sha256 is { } sha256
                && !sha256.Equals(await FileDigest.Sha256Async(path, read => progress(from + read), cancellationToken), StringComparison.OrdinalIgnoreCase))
                faults.Add($"{file.Path} has other bytes");
            progress(before += file.Size ?? 0);
        }

        return faults;
    }

    /// <summary>Out of sight in one step, then deleted: a folder half deleted must not look like a model.</summary>
    private bool Discard(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        var trash = Path.Combine(Root, ".staging", $"{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path.GetDirectoryName(trash)!);
        Directory.Move(folder, trash);
        Directory.Delete(trash, recursive: true);
        return true;
    }
}
