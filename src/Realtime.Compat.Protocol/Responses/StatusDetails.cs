using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Responses;

/// <summary>Says why a response did not complete.</summary>
public sealed record StatusDetails
{
    /// <summary>Repeats the response's status.</summary>
    public required ResponseStatus Type { get; init; }

    /// <summary>Why it was cancelled or is incomplete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatusReason? Reason { get; init; }

    /// <summary>What failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StatusError? Error { get; init; }
}
