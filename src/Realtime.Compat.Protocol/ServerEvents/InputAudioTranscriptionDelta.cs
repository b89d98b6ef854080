using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.input_audio_transcription.delta</c>: More words of the user's speech.</summary>
public sealed record InputAudioTranscriptionDelta : ServerEvent
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The part.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>The words, to append.</summary>
    public required string Delta { get; init; }

    /// <summary>How sure the engine was, token by token; null (and not written) unless the client asked for it and the engine tells.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TokenLogProbability>? Logprobs { get; init; }
}
