using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>session.created</c>: First event of a connection: the whole configuration.</summary>
public sealed record SessionCreated : ServerEvent
{
    /// <summary>The configuration.</summary>
    public required SessionConfiguration Session { get; init; }
}
