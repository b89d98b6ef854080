using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Responses;

/// <summary>How a response stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResponseStatus>))]
public enum ResponseStatus
{
    /// <summary>Running.</summary>
    [JsonStringEnumMemberName("in_progress")]
    InProgress,

    /// <summary>Ended as it should.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Stopped by the client or by the user's voice.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Ended by a limit.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>A model or the server failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
