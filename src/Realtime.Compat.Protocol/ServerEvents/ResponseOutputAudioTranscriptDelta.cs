namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_audio_transcript.delta</c>: Words of the audio that follows (beta: <c>response.audio_transcript.delta</c>).</summary>
public sealed record ResponseOutputAudioTranscriptDelta : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>The words, to append.</summary>
    public required string Delta { get; init; }
}
