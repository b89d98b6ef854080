using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Changes the session's configuration. Answered by <c>session.updated</c>. Also stands for beta's <c>transcription_session.update</c>.</summary>
public sealed record SessionUpdate : ClientEvent
{
    /// <summary>What changes.</summary>
    public required SessionPatch Session { get; init; }
}
