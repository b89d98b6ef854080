using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>session.updated</c>: Answers <c>session.update</c> with the whole configuration.</summary>
public sealed record SessionUpdated : ServerEvent
{
    /// <summary>The configuration.</summary>
    public required SessionConfiguration Session { get; init; }
}
