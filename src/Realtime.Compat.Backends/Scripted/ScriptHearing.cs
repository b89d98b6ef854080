namespace Realtime.Compat.Backends.Scripted;

/// <summary>What a script hears in a recording: the text of the first entry whose conditions all hold.</summary>
internal sealed record ScriptHearing
{
    /// <summary>Pitch of the recording's loudest tone, within 3 %; null for any.</summary>
    public int? ToneHz { get; init; }

    /// <summary>Least length in ms; null for any.</summary>
    public int? MinMs { get; init; }

    /// <summary>Greatest length in ms; null for any.</summary>
    public int? MaxMs { get; init; }

    /// <summary>What was said; "" for nothing.</summary>
    public required string Text { get; init; }
}
