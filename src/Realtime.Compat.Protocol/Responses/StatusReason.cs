using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Responses;

/// <summary>Why a response was cancelled or is incomplete.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatusReason>))]
public enum StatusReason
{
    /// <summary>The user spoke.</summary>
    [JsonStringEnumMemberName("turn_detected")]
    TurnDetected,

    /// <summary>The client sent <c>response.cancel</c>.</summary>
    [JsonStringEnumMemberName("client_cancelled")]
    ClientCancelled,

    /// <summary>The response reached its token limit.</summary>
    [JsonStringEnumMemberName("max_output_tokens")]
    MaxOutputTokens,

    /// <summary>The model's own filter stopped it.</summary>
    [JsonStringEnumMemberName("content_filter")]
    ContentFilter,
}
