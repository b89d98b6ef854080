using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>What a short-lived key says: until when it opens sessions, on whose account, and how they start.</summary>
internal sealed record ClientSecret
{
    /// <summary>Begins every client secret.</summary>
    public const string Prefix = "ek_";

    /// <summary>Tells this secret from every other.</summary>
    public required string Id { get; init; }

    /// <summary>Unix time in seconds from which on it opens nothing.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Name of the API key it was asked for with; null where none is needed.</summary>
    public string? KeyName { get; init; }

    /// <summary>What its sessions are for.</summary>
    public SessionKind Kind { get; init; }

    /// <summary>Model of its sessions; empty for a transcription session.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether <see cref="Session"/> is written in the beta dialect.</summary>
    public bool IsBeta { get; init; }

    /// <summary>The session's configuration as JSON, as it was asked for; null for none.</summary>
    public string? Session { get; init; }
}
