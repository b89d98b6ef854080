using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.done</c>: A response ended; nothing of it follows.</summary>
public sealed record ResponseDone : ServerEvent
{
    /// <summary>Status, output and usage.</summary>
    public required RealtimeResponse Response { get; init; }
}
