namespace Realtime.Compat.Backends;

/// <summary>What a status page or `doctor` shows of a backend.</summary>
public sealed record BackendStatus
{
    /// <summary>`ollama`, `openai` or `scripted`; for speech `speech_to_text` or `text_to_speech`.</summary>
    public required string Name { get; init; }

    /// <summary>The server's address without user and password, the script's path, or `built in`.</summary>
    public required string Location { get; init; }

    /// <summary>The model's name as the server knows it.</summary>
    public required string Model { get; init; }

    /// <summary>Whether it can be asked now.</summary>
    public required BackendState State { get; init; }

    /// <summary>One sentence: what is so, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>Tokens of context the loaded model really has; null while unknown.</summary>
    public int? ContextLength { get; init; }

    /// <summary>What the model can do.</summary>
    public BackendCapabilities Capabilities { get; init; } = new(Tools: true, Vision: true);
}
