using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>`model.json` in an installed model's folder: what the speech worker needs to load it. Written last, so that a folder with one is whole.</summary>
internal sealed partial record ModelManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "model.json";

    /// <summary>The model's id, and its folder's name.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The worker's engine that runs it.</summary>
    public required string Engine { get; init; }

    /// <summary>Languages, ISO 639; none stated in a manifest written by hand may be any.</summary>
    public IReadOnlyList<string> Languages { get; init => field = value ?? []; } = [];

    /// <summary>Fields of the engine's configuration; paths are relative to the folder.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>Speakers by name.</summary>
    public IReadOnlyList<ModelVoice> Voices { get; init => field = value ?? []; } = [];

    /// <summary>Every file, as it was installed; none where a manifest written by hand states none.</summary>
    public IReadOnlyList<ModelFile> Files { get; init => field = value ?? []; } = [];

    /// <summary>Hz of the audio that it takes or makes.</summary>
    public int? SampleRate { get; init; }

    /// <summary>The manifest of a model of the catalogue.</summary>
    /// <param name="model">Its entry.</param>
    /// <param name="files">Its files.</param>
    public static ModelManifest Of(CatalogueModel model, IReadOnlyList<ModelFile> files) => new()
    {
        Id = model.Id,
        Kind = model.Kind,
        Engine = model.Engine,
        Languages = model.Languages,
        Config = model.Config,
        Voices = model.Voices,
        Files = files,
        SampleRate = model.SampleRate,
    };

    /// <summary>Reads a folder's manifest.</summary>
    /// <returns>Null where there is none that can be read: no model, or somebody else's folder.</returns>
    public static ModelManifest? Read(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(file, ManifestJson.Default.ModelManifest);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.ModelManifest));

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
    [JsonSerializable(typeof(ModelManifest))]
    private sealed partial class ManifestJson : JsonSerializerContext
    {
        /// <summary>Names of other scripts as they are.</summary>
        public static ManifestJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
