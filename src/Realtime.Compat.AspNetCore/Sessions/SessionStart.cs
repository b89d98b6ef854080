using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>How a client wants its session to start.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Model">Model as the client named it; empty for a transcription session.</param>
internal sealed record SessionStart(SessionKind Kind, string Model)
{
    /// <summary>Model of a session whose client names none where it need not.</summary>
    public const string DefaultModel = "gpt-realtime";

    /// <summary>Changes to the operator's defaults, in order; all of <see cref="Kind"/>.</summary>
    public IReadOnlyList<SessionPatch> Patches { get; init; } = [];

    /// <summary>Longest session that its key allows.</summary>
    public TimeSpan MaxLength { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether the client wants to know how long each stage of a turn took.</summary>
    public bool ReportsTimings { get; init; }

    /// <summary>Plays its audio; null where the client does.</summary>
    public IPlayback? Playback { get; init; }
}
