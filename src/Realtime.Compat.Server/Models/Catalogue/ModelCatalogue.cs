using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>The models that can be installed: `models/catalogue.json`, whose schema lies beside it.</summary>
internal sealed partial record ModelCatalogue
{
    /// <summary>The language of models for all languages.</summary>
    public const string Multilingual = "multilingual";

    /// <summary>Address of the schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>1.</summary>
    public required int Version { get; init; }

    /// <summary>What is recommended for whom.</summary>
    public required IReadOnlyList<DefaultSet> Defaults { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<CatalogueModel> Models { get; init; }

    /// <summary>The catalogue that came with the server.</summary>
    public static string BuiltIn { get; } = Path.Combine(AppContext.BaseDirectory, "models", "catalogue.json");

    /// <summary>Reads a catalogue.</summary>
    /// <param name="path">The file; null for the one that came with the server.</param>
    /// <exception cref="OperatorException">It cannot be read, or contradicts itself.</exception>
    public static ModelCatalogue Load(string? path)
    {
        path ??= BuiltIn;
        try
        {
            using var file = File.OpenRead(path);
            var catalogue = JsonSerializer.Deserialize(file, CatalogueJson.Default.ModelCatalogue) ?? throw new JsonException("it is null");
            return catalogue.Mistakes() is [var mistake, ..]
                ? throw new OperatorException($"The catalogue {path} cannot be used: {mistake}.")
                : catalogue;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OperatorException($"The catalogue {path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>A model by its id.</summary>
    /// <exception cref="OperatorException">There is none.</exception>
    public CatalogueModel Get(string id) =>
        Find(id) ?? throw new OperatorException(
            $"There is no model {id}{(NearestName.Of(id, Models.Select(model => model.Id)) is { } nearest ? $"; did you mean {nearest}?" : "; `realtime models list` shows all of them.")}");

    /// <summary>A model by its id; null when there is none.</summary>
    public CatalogueModel? Find(string id) => Models.FirstOrDefault(model => model.Id == id);

    /// <summary>What is recommended.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="language">ISO 639; what has no set of its own gets the one for all languages.</param>
    public DefaultSet DefaultsFor(MachineClass machine, string language)
    {
        var sets = Defaults.Where(set => set.Machine == machine).ToArray();
        return sets.FirstOrDefault(set => set.Language == language) ?? sets.First(set => set.Language == Multilingual);
    }

    /// <summary>What a schema cannot tell, one clause a mistake.</summary>
    private List<string> Mistakes()
    {
        var mistakes = new List<string>();
        if (Version != 1)
            mistakes.Add($"its version is {Version}, and this server reads version 1");
        mistakes.AddRange(Models.CountBy(model => model.Id, StringComparer.OrdinalIgnoreCase).Where(id => id.Value > 1).Select(id => $"the id {id.Key} stands there twice"));
        mistakes.AddRange(from machine in Enum.GetValues<MachineClass>()
                          where !Defaults.Any(set => set.Machine == machine && set.Language == Multilingual)
                          select $"{machine} has no default for all languages");
        foreach (var (id, kind) in Defaults.SelectMany(set => (IEnumerable<(string?, ModelKind)>)[(set.Stt, ModelKind.SpeechToText), (set.Tts, ModelKind.TextToSpeech)]))
        {
            if (id is not null && Find(id)?.Kind != kind)
                mistakes.Add($"the default {id} is no model of its kind");
        }

        mistakes.AddRange(Models.SelectMany(CatalogueRules.MistakesOf));
        return mistakes;
    }

    [JsonSourceGenerationOptions(
        JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(ModelCatalogue))]
    private sealed partial class CatalogueJson : JsonSerializerContext;
}
