using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Errors;

/// <summary>What went wrong, as the wire's <c>error</c> object. All five keys are always written; clients pair errors by <see cref="EventId"/>.</summary>
public sealed record RealtimeError
{
    /// <summary>Class of the error: the client's fault (<c>invalid_request_error</c>) or ours (<c>server_error</c>).</summary>
    [JsonPropertyOrder(0)]
    public string Type { get; init; } = ErrorTypes.InvalidRequest;

    /// <summary>Machine-readable code, such as <c>unknown_parameter</c>; null where OpenAI gives none.</summary>
    [JsonPropertyOrder(1)]
    public required string? Code { get; init; }

    /// <summary>One sentence for a developer. Holds no internals.</summary>
    [JsonPropertyOrder(2)]
    public required string Message { get; init; }

    /// <summary>Path of the field at fault, such as <c>session.audio.input.format.rate</c>; null when no field is.</summary>
    [JsonPropertyOrder(3)]
    public string? Param { get; init; }

    /// <summary>The <c>event_id</c> of the client event at fault; null when it carried none.</summary>
    [JsonPropertyOrder(4)]
    public string? EventId { get; init; }
}
