using System.Text.Json;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>
/// A session's whole effective configuration: what <c>session.created</c> and <c>session.updated</c> report.
/// In GA's terms; each dialect writes it in its own shape.
/// </summary>
public sealed record SessionConfiguration
{
    /// <summary>Temperature that a session shows until its client sets one.</summary>
    public const double DefaultTemperature = 0.8;

    /// <summary>Session id.</summary>
    public required string Id { get; init; }

    /// <summary>What the session is for.</summary>
    public SessionKind Kind { get; init; } = SessionKind.Realtime;

    /// <summary>Model name as the client gave it; the server maps it to what it has.</summary>
    public required string Model { get; init; }

    /// <summary>Unix time in seconds at which the session ends.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>What responses are made of.</summary>
    public Modality OutputModality { get; init; } = Modality.Audio;

    /// <summary>System prompt.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Format of appended audio.</summary>
    public AudioFormat InputFormat { get; init; } = AudioFormat.Pcm16;

    /// <summary>Transcription events for the user's speech; null for none.</summary>
    public Transcription? Transcription { get; init; }

    /// <summary>Noise reduction before voice activity detection; null for none.</summary>
    public NoiseReduction? NoiseReduction { get; init; }

    /// <summary>Who ends turns; null when the client does.</summary>
    public TurnDetection? TurnDetection { get; init; } = new ServerVad();

    /// <summary>Format of spoken answers.</summary>
    public AudioFormat OutputFormat { get; init; } = AudioFormat.Pcm16;

    /// <summary>Voice of spoken answers.</summary>
    public string Voice { get; init; } = "alloy";

    /// <summary>Whether nobody named <see cref="Voice"/>: it is what is shown, and each speech server speaks with its own. Not on the wire.</summary>
    public bool LeavesVoiceToServer { get; init; }

    /// <summary>Pace of spoken answers, 0.25…1.5.</summary>
    public double Speed { get; init; } = 1.0;

    /// <summary>Functions and MCP servers on offer.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>Whether tools must be called.</summary>
    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Limit on a response's tokens, 1…4096; null for <c>"inf"</c>.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Sampling temperature, 0.6…1.2; part of the beta dialect only. The default stands for the chat model's own.</summary>
    public double Temperature { get; init; } = DefaultTemperature;

    /// <summary>What happens when the conversation outgrows the model.</summary>
    public Truncation Truncation { get; init; } = Truncation.Auto;

    /// <summary>Extra fields to send, such as <c>item.input_audio_transcription.logprobs</c>; null for none.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Tracing settings, echoed and otherwise without effect; null for off.</summary>
    public JsonElement? Tracing { get; init; }

    /// <summary>Prompt template reference, echoed and otherwise without effect; null for none.</summary>
    public JsonElement? Prompt { get; init; }

    /// <summary>Reasoning settings, <c>{"effort":…}</c>; null (and not written) when never sent.</summary>
    public JsonElement? Reasoning { get; init; }

    /// <summary>Whether one answer may call several tools; null (and not written) when never sent.</summary>
    public bool? ParallelToolCalls { get; init; }
}
