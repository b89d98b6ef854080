using System.Security.Cryptography;
using System.Text;
using Realtime.Compat.Speech.Sherpa.Onnx;

namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>
/// Looks at a model's files before sherpa-onnx does, which would answer a damaged or wrong one by ending the process.
/// </summary>
internal static class ModelCheck
{
    /// <summary>Names what the files are now: another fingerprint means that something changed.</summary>
    /// <exception cref="EngineException">A file is missing or leads out of the folder: one sentence.</exception>
    public static string Fingerprint(InstalledModel model)
    {
        var text = new StringBuilder();
        Add(Path.Combine(model.Folder, ModelManifest.FileName));
        foreach (var (_, path) in model.Files())
        {
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) Add(file);
            }
            else
            {
                Add(path);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        void Add(string path)
        {
            var file = new FileInfo(path);
            if (!file.Exists) throw Broken(model, $"'{Path.GetRelativePath(model.Folder, path)}' is missing");
            text.Append(path).Append('\n').Append(file.Length).Append(' ').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        }
    }

    /// <summary>Checks that the files an engine needs are named, and that each ONNX file is whole and of the engine's kind.</summary>
    /// <exception cref="EngineException">One sentence.</exception>
    public static void Structure(InstalledModel model)
    {
        var settings = model.Settings();
        var set = model.Engine.Files.FirstOrDefault(set => set.All(settings.ContainsKey));
        if (set is null)
        {
            var missing = model.Engine.Files.Select(set => string.Join(", ", set.Where(path => !settings.ContainsKey(path)).Select(Short)));
            throw new EngineException($"The model '{model.Id}' lacks settings that {model.Engine.Name} needs: {string.Join("; or ", missing)}.");
        }

        foreach (var (setting, path) in model.Files())
        {
            if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) continue;

            var metadata = Metadata(model, path);
            if (metadata is null || setting != set[0]) continue;
            var lacking = model.Engine.Metadata.Where(key => !metadata.ContainsKey(key)).ToArray();
            if (lacking.Length > 0)
            {
                throw Broken(model, $"'{Path.GetFileName(path)}' is no {model.Engine.Name} model for sherpa-onnx (its metadata lacks {string.Join(", ", lacking)})");
            }
        }
    }

    /// <summary>Metadata of the engine's first file.</summary>
    /// <returns>Empty for a file that carries none.</returns>
    public static IReadOnlyDictionary<string, string> Metadata(InstalledModel model)
    {
        var settings = model.Settings();
        var first = model.Engine.Files.First(set => set.All(settings.ContainsKey))[0];
        return Metadata(model, settings[first]) ?? new Dictionary<string, string>();
    }

    /// <summary>Compares sizes and digests with those the manifest states.</summary>
    /// <exception cref="EngineException">A file is not what was downloaded: one sentence.</exception>
    public static void Digests(InstalledModel model)
    {
        foreach (var file in model.Manifest.Files)
        {
            var path = model.PathOf(file.Path);
            var length = File.Exists(path) ? new FileInfo(path).Length : throw Broken(model, $"'{file.Path}' is missing");
            if (file.Size is { } size && size != length) throw Broken(model, $"'{file.Path}' has {length} bytes instead of {size}");
            if (file.Sha256 is not { } expected) continue;

            using var stream = File.OpenRead(path);
            if (!Convert.ToHexString(SHA256.HashData(stream)).Equals(expected, StringComparison.OrdinalIgnoreCase))
                throw Broken(model, $"'{file.Path}' is not the file that was published (its SHA-256 differs)");
        }
    }

    private static IReadOnlyDictionary<string, string>? Metadata(InstalledModel model, string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return OnnxMetadata.Read(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Broken(model, $"'{name}' cannot be used: {exception.Message}");
        }
    }

    private static string Short(string path) => path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static EngineException Broken(InstalledModel model, string fault) =>
        new($"The model '{model.Id}' is damaged: {fault}; get it again by realtime models pull {model.Id}.");
}
