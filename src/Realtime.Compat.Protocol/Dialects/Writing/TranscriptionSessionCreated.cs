using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary><c>transcription_session.created</c>: beta's name for <see cref="SessionCreated"/> of a transcription session.</summary>
internal sealed record TranscriptionSessionCreated : ServerEvent
{
    /// <summary>The configuration.</summary>
    public required SessionConfiguration Session { get; init; }
}
