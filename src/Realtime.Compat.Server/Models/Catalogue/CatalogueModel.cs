namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>A model one can stand behind, and all that is needed to install it.</summary>
internal sealed record CatalogueModel
{
    /// <summary>Its name on the command line, and its folder's.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it does.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The worker's engine that runs it.</summary>
    public required string Engine { get; init; }

    /// <summary>Languages, ISO 639.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Its terms.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>Hz of the audio that it takes or makes.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Megabytes of memory in use, where somebody has stated it.</summary>
    public int? MemoryMB { get; init; }

    /// <summary>Megabytes of the weights that are loaded from its archive, where that is known.</summary>
    public int? WeightsMB { get; init; }

    /// <summary>How fast it is, as its publisher or users state it.</summary>
    public string? Speed { get; init; }

    /// <summary>What else to know.</summary>
    public string? Notes { get; init; }

    /// <summary>Fields of the engine's configuration: paths inside the model's folder (several with commas), or values.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>What to download.</summary>
    public required IReadOnlyList<ModelDownload> Downloads { get; init; }

    /// <summary>Speakers; the first is the one for names that are not listed.</summary>
    public IReadOnlyList<ModelVoice> Voices
    {
        // The generated reader sets what it has not found to null.
        get => field ?? [];
        init;
    }

    /// <summary>Bytes to download; null where the size of one is unknown.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long? Size => Downloads.Aggregate((long?)0, (sum, download) => sum + download.Size);
}
