using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.input_audio_transcription.completed</c>: The user's speech in words.</summary>
public sealed record InputAudioTranscriptionCompleted : ServerEvent
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The part.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>All words; "" when there were none.</summary>
    public required string Transcript { get; init; }

    /// <summary>What it cost.</summary>
    public required TranscriptionUsage Usage { get; init; }

    /// <summary>How sure the engine was, token by token; null (and not written) unless the client asked for it and the engine tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenLogProbability>? Logprobs { get; init; }
}
