using System.Text.Json.Serialization;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>error</c>: Something went wrong; the session lives on.</summary>
public sealed record ErrorEvent : ServerEvent
{
    /// <summary>What.</summary>
    [JsonPropertyName("error")]
    public required RealtimeError Details { get; init; }
}
