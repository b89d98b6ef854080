using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Writing;

/// <summary><c>transcription_session.updated</c>: beta's name for <see cref="SessionUpdated"/> of a transcription session.</summary>
internal sealed record TranscriptionSessionUpdated : ServerEvent
{
    /// <summary>The configuration.</summary>
    public required SessionConfiguration Session { get; init; }
}
