using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.created</c>: A response began.</summary>
public sealed record ResponseCreated : ServerEvent
{
    /// <summary>Status in progress, no output yet.</summary>
    public required RealtimeResponse Response { get; init; }
}
