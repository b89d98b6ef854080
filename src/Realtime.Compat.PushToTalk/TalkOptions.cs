namespace Realtime.Compat.PushToTalk;

/// <summary>What the user asked for.</summary>
internal sealed record TalkOptions
{
    /// <summary>The server, or any Realtime API.</summary>
    public required string Url { get; init; }

    /// <summary>Key to show; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Voice of the answers; null for the server's own.</summary>
    public string? Voice { get; init; }

    /// <summary>Whether the server hears where a turn ends, and the user may speak at any time.</summary>
    public bool IsHandsFree { get; init; }

    /// <summary>Number or name of the sound device; null for the system's own.</summary>
    public string? Device { get; init; }

    /// <summary>A recording in place of the microphone; null for the microphone.</summary>
    public string? Input { get; init; }

    /// <summary>A file in place of the loudspeaker; null for the loudspeaker.</summary>
    public string? Output { get; init; }
}
