namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>A model on this machine.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Manifest">What it is.</param>
/// <param name="Engine">The engine that runs it.</param>
internal sealed record InstalledModel(string Folder, ModelManifest Manifest, SherpaEngine Engine)
{
    /// <summary>Its name.</summary>
    public string Id => Manifest.Id;

    /// <summary>Reads and checks a folder's manifest; no file of the model is opened.</summary>
    /// <exception cref="EngineException">It cannot be used: one sentence.</exception>
    public static InstalledModel Read(string folder)
    {
        var manifest = ModelManifest.Read(folder);
        var id = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (manifest.Id != id) throw new EngineException($"The folder '{id}' holds the model '{manifest.Id}'; they must have one name.");

        var engine = SherpaEngine.Find(manifest.Engine)
            ?? throw new EngineException($"The model '{id}' needs an engine '{manifest.Engine}'; there are {string.Join(", ", SherpaEngine.All.Select(engine => engine.Name))}.");
        if (engine.Kind != manifest.Kind) throw new EngineException($"The model '{id}' is of kind '{manifest.Kind}', but its engine '{engine.Name}' is {engine.Kind}.");
        return new InstalledModel(Path.GetFullPath(folder), manifest, engine);
    }

    /// <summary>An absolute path inside the model's folder.</summary>
    /// <exception cref="EngineException">The path leads out of the folder.</exception>
    public string PathOf(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(Folder, relative));
        return path.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new EngineException($"The model '{Id}' names a file outside its folder: '{relative}'.");
    }

    /// <summary>sherpa-onnx's settings of this model by full path, files as absolute paths; only those the manifest sets.</summary>
    /// <exception cref="EngineException">A setting sherpa-onnx does not know, or no text and no number.</exception>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Manifest.Config)
        {
            var path = Engine.SettingPath(name) ?? throw new EngineException($"The model '{Id}' has a setting '{name}', which sherpa-onnx does not know.");
            var text = value.ValueKind switch
            {
                System.Text.Json.JsonValueKind.String => value.GetString()!,
                System.Text.Json.JsonValueKind.Number => value.GetRawText(),
                System.Text.Json.JsonValueKind.True => "1",
                System.Text.Json.JsonValueKind.False => "0",
                _ => throw new EngineException($"The model '{Id}' has a setting '{name}' that is neither a text nor a number."),
            };
            settings[path] = SherpaEngine.IsFile(path) ? string.Join(',', Split(text).Select(PathOf)) : text;
        }

        return settings;
    }

    /// <summary>Every file and folder the settings name, absolute, by setting.</summary>
    public IEnumerable<(string Setting, string Path)> Files() =>
        from setting in Settings()
        where SherpaEngine.IsFile(setting.Key)
        from path in Split(setting.Value)
        select (setting.Key, path);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
