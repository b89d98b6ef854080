namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>The models in one directory, each in a folder of its name.</summary>
/// <param name="directory">Absolute path, or null where there is none.</param>
internal sealed class InstalledModels(string? directory)
{
    /// <summary>What a setting says to do without models of a kind.</summary>
    public const string None = "none";

    /// <summary>Finds the model to use.</summary>
    /// <param name="kind"><c>stt</c>, <c>tts</c>, <c>turn</c> or <c>denoise</c>.</param>
    /// <param name="wanted">Its name; null for the one marked as default, else the first by name; <see cref="None"/> for none.</param>
    /// <returns>The folder; null when none is wanted or installed.</returns>
    /// <exception cref="EngineException">The one that is wanted is not there, or is of another kind: one sentence.</exception>
    public string? Find(string kind, string? wanted)
    {
        if (wanted == None) return null;
        if (string.IsNullOrWhiteSpace(wanted)) return All(kind).OrderByDescending(model => model.Manifest.Default).FirstOrDefault()?.Folder;

        var folder = directory is null || wanted.AsSpan().IndexOfAny('/', '\\') >= 0 || wanted.StartsWith('.') ? null : Path.Combine(directory, wanted);
        if (folder is null || !File.Exists(Path.Combine(folder, ModelManifest.FileName)))
            throw new EngineException($"The model '{wanted}' is not installed in '{directory}': realtime models pull {wanted}.");
        var found = ModelManifest.Read(folder).Kind;
        return found == kind ? folder : throw new EngineException($"The model '{wanted}' is of kind '{found}', not '{kind}': realtime models list shows which are.");
    }

    private IEnumerable<InstalledModel> All(string kind)
    {
        if (directory is null || !Directory.Exists(directory)) yield break;

        // A name that begins with a point is a download under way, or the worker's notes.
        foreach (var folder in Directory.EnumerateDirectories(directory).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            if (TryRead(folder) is { } model && model.Manifest.Kind == kind) yield return model;
        }
    }

    private static InstalledModel? TryRead(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, ModelManifest.FileName)) ? InstalledModel.Read(folder) : null;
        }
        catch (EngineException)
        {
            // Nobody asked for this one.
            return null;
        }
    }
}
