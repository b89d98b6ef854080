using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>`models.json` in the data directory: the settings that `realtime models use` writes. The user's own `appsettings.json` comes after it.</summary>
/// <param name="path">The file.</param>
internal sealed class ModelChoice(string path)
{
    /// <summary>The value that means: the engines that need no model.</summary>
    public const string None = "none";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The setting that names the model of a kind.</summary>
    public static string SettingOf(ModelKind kind)
    {
        var stage = kind switch
        {
            ModelKind.SpeechToText => nameof(SpeechWorkerOptions.SpeechToText),
            ModelKind.TextToSpeech => nameof(SpeechWorkerOptions.TextToSpeech),
            ModelKind.Turn => nameof(SpeechWorkerOptions.Turns),
            _ => nameof(SpeechWorkerOptions.NoiseReduction),
        };
        return $"{SpeechWorkerOptions.Section}:{stage}:{nameof(WorkerModelOptions.Model)}";
    }

    /// <summary>Writes a setting.</summary>
    /// <param name="setting">Its name, with colons.</param>
    /// <param name="value">Its value; null takes it out.</param>
    /// <exception cref="OperatorException">The file cannot be read or written.</exception>
    public void Set(string setting, string? value)
    {
        try
        {
            using var turn = FileTurn.Take(path + ".turn");
            var root = File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? [] : [];
            var names = setting.Split(':');
            var parent = root;
            foreach (var name in names[..^1])
            {
                if (parent[name] is not JsonObject)
                    parent[name] = new JsonObject();
                parent = (JsonObject)parent[name]!;
            }

            if (value is null)
                parent.Remove(names[^1]);
            else
                parent[names[^1]] = value;
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(root, Indented));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OperatorException($"{path} cannot be changed: {failure.Message.TrimEnd('.')}; delete it to begin anew.", failure);
        }
    }
}
