using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Sherpa.Models;

/// <summary>What <c>model.json</c> in an installed model's folder says; docs/speech.md describes it.</summary>
internal sealed partial record ModelManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "model.json";

    private const int MaxBytes = 4 << 20;

    /// <summary>The model's name, the same as its folder's.</summary>
    public required string Id { get; init; }

    /// <summary><c>stt</c>, <c>tts</c>, <c>turn</c> or <c>denoise</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>An engine of <see cref="SherpaEngine"/>.</summary>
    public required string Engine { get; init; }

    /// <summary>Languages it understands or speaks, ISO 639-1 where there is such a code; empty when the model itself lists them.</summary>
    public IReadOnlyList<string> Languages { get; init => field = value ?? []; } = [];

    /// <summary>
    /// sherpa-onnx's settings by their C names (<c>whisper.encoder</c>, <c>tokens</c>); files are relative to the folder, several are
    /// parted by commas.
    /// </summary>
    public required IReadOnlyDictionary<string, JsonElement> Config { get; init; }

    /// <summary>Speakers by name; the same name may stand for another speaker in another language.</summary>
    public IReadOnlyList<ModelVoice> Voices { get; init => field = value ?? []; } = [];

    /// <summary>Sizes and digests, as far as they are known.</summary>
    public IReadOnlyList<ModelFile> Files { get; init => field = value ?? []; } = [];

    /// <summary>Whether this model is taken when none is set.</summary>
    public bool Default { get; init; }

    /// <summary>Reads a folder's manifest.</summary>
    /// <exception cref="EngineException">There is none, or it cannot be read: one sentence.</exception>
    public static ModelManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new EngineException($"'{path}' has more than {MaxBytes} bytes.");
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, ManifestJson.Default.ModelManifest) ?? throw new EngineException($"'{path}' is empty.");
        }
        catch (JsonException exception)
        {
            throw new EngineException($"'{path}' cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"'{path}' cannot be read: {exception.Message}");
        }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
    [JsonSerializable(typeof(ModelManifest))]
    private sealed partial class ManifestJson : JsonSerializerContext;
}
