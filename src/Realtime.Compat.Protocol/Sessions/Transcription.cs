namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Wishes for the transcription of the user's speech. Names that the server does not know map to its default engine.</summary>
public sealed record Transcription
{
    /// <summary>Model name, such as <c>whisper-1</c>.</summary>
    public string? Model { get; init; }

    /// <summary>ISO-639-1 language of the speech; null to detect, or to use the engine's own.</summary>
    public string? Language { get; init; }

    /// <summary>Free text that hints at words to expect.</summary>
    public string? Prompt { get; init; }

    /// <summary>Languages that may be spoken; null (and not written) when never sent.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Words to expect; null (and not written) when never sent.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>How long to wait for surer words, echoed; null (and not written) when never sent.</summary>
    public string? Delay { get; init; }
}
