using System.Text.Json;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Validation;

namespace Realtime.Compat.Server.CommandLine.Replay;

/// <summary>What an event tells of its connection by its name, or by the fields that only one dialect has.</summary>
internal static class DialectTell
{
    private static readonly string[] ClientTypes =
    [
        "session.update", "transcription_session.update", "input_audio_buffer.append", "input_audio_buffer.commit", "input_audio_buffer.clear",
        "output_audio_buffer.clear", "conversation.item.create", "conversation.item.delete", "conversation.item.retrieve",
        "conversation.item.truncate", "response.create", "response.cancel",
    ];

    private static readonly string[] GaTypes = ["conversation.item.added", "conversation.item.done", "input_audio_buffer.timeout_triggered"];

    private static readonly string[] BetaTypes = ["conversation.created", "conversation.item.created"];

    /// <summary>Who sends events of a type: no name is used by both sides.</summary>
    public static EventSide SideOf(string? type) => ClientTypes.Contains(type) ? EventSide.Client : EventSide.Server;

    /// <summary>The dialect an event is in; null when it reads the same in both.</summary>
    public static Dialect? Of(string type, JsonElement json) => type switch
    {
        "session.created" or "session.updated" or "session.update" => Has(json, "session") is { } session ? (Has(session, "type") is null ? Dialect.Beta : Dialect.Ga) : null,
        "response.created" or "response.done" or "response.create" => Has(json, "response") is { } response ? OfResponse(response) : null,
        _ when GaTypes.Contains(type) || StartsWith(type, "response.output_text.") || StartsWith(type, "response.output_audio") => Dialect.Ga,
        _ when BetaTypes.Contains(type) || StartsWith(type, "transcription_session.") || StartsWith(type, "response.text.") || StartsWith(type, "response.audio") => Dialect.Beta,
        _ => null,
    };

    private static Dialect? OfResponse(JsonElement response) =>
        Has(response, "output_modalities") is not null || Has(response, "audio") is not null ? Dialect.Ga
        : Has(response, "modalities") is not null || Has(response, "output_audio_format") is not null ? Dialect.Beta
        : null;

    private static JsonElement? Has(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var field) ? field : null;

    private static bool StartsWith(string type, string prefix) => type.StartsWith(prefix, StringComparison.Ordinal);
}
