namespace Realtime.Compat.Backends.Scripted;

/// <summary>Rules, the first that fits answers; where none fits, the built-in answers do.</summary>
internal sealed record Script
{
    /// <summary>No rules at all.</summary>
    public static Script Empty { get; } = new();

    public IReadOnlyList<ScriptRule> Rules { get; init; } = [];

    /// <summary>What the scripted transcription hears.</summary>
    public IReadOnlyList<ScriptHearing> Hearings { get; init; } = [];

    /// <summary>Wait before the first word of an answer.</summary>
    public TimeSpan FirstTokenDelay { get; init; }

    /// <summary>Wait between two words.</summary>
    public TimeSpan TokenDelay { get; init; }
}
