using System.Text.Json;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>Everything that holds for one response: the session's configuration with the response's own wishes on top.</summary>
internal sealed record ResponsePlan
{
    public required Modality OutputModality { get; init; }

    public required string Instructions { get; init; }

    public required AudioFormat OutputFormat { get; init; }

    /// <summary>The voice as the client is shown it.</summary>
    public required string Voice { get; init; }

    /// <summary>The voice as a speech server is asked for it; null for its own.</summary>
    public required string? VoiceId { get; init; }

    /// <summary>Language of the conversation, where the client named it for transcription; null when nobody said.</summary>
    public required string? Language { get; init; }

    public required double Speed { get; init; }

    public required IReadOnlyList<Tool> Tools { get; init; }

    public required ToolChoice ToolChoice { get; init; }

    public required int? MaxOutputTokens { get; init; }

    public required double Temperature { get; init; }

    /// <summary>Effort that the model is to spend on thinking, in the wire's words; null for its own.</summary>
    public required string? ReasoningEffort { get; init; }

    /// <summary>Whether one answer may call several tools; null for the model's own habit.</summary>
    public required bool? ParallelToolCalls { get; init; }

    public required bool OutOfBand { get; init; }

    public required IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Lays a response's wishes over the session.</summary>
    public static ResponsePlan For(SessionConfiguration session, ResponseParameters wishes) => new()
    {
        OutputModality = wishes.OutputModality ?? session.OutputModality,
        Instructions = wishes.Instructions ?? session.Instructions,
        OutputFormat = wishes.OutputFormat ?? session.OutputFormat,
        Voice = wishes.Voice ?? session.Voice,
        VoiceId = wishes.Voice ?? (session.LeavesVoiceToServer ? null : session.Voice),
        Language = session.Transcription?.Language,
        Speed = session.Speed,
        Tools = wishes.Tools ?? session.Tools,
        ToolChoice = wishes.ToolChoice ?? session.ToolChoice,
        MaxOutputTokens = wishes.MaxOutputTokens.Or(session.MaxOutputTokens),
        Temperature = wishes.Temperature ?? session.Temperature,
        ReasoningEffort = EffortOf(wishes.Reasoning ?? session.Reasoning),
        ParallelToolCalls = wishes.ParallelToolCalls ?? session.ParallelToolCalls,
        OutOfBand = wishes.OutOfBand,
        Metadata = wishes.Metadata,
    };

    private static string? EffortOf(JsonElement? reasoning) =>
        reasoning is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty("effort", out var effort) && effort.ValueKind is JsonValueKind.String
            ? effort.GetString()
            : null;
}
