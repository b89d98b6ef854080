using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>What the worker's `GET /health` answers, as far as it is shown here.</summary>
internal sealed partial record WorkerHealth
{
    /// <summary>The recogniser.</summary>
    public Stage? SpeechToText { get; init; }

    /// <summary>The synthesisers.</summary>
    public Stage? TextToSpeech { get; init; }

    /// <summary>The turn model; null where there is none.</summary>
    public Stage? Turns { get; init; }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static async Task<WorkerHealth> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync(body, WorkerHealthJson.Default.WorkerHealth, cancellationToken) ?? throw new JsonException("The worker's health is null.");

    /// <summary>One kind of work.</summary>
    /// <param name="Engine">What does it.</param>
    /// <param name="State">`ready`, `degraded` (some languages are missing) or `unavailable`.</param>
    /// <param name="Detail">What to install; null when nothing is missing.</param>
    internal sealed record Stage(string? Engine, string? State, string? Detail);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(WorkerHealth))]
    private sealed partial class WorkerHealthJson : JsonSerializerContext;
}
