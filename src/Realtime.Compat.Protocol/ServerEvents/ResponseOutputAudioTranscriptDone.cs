namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.output_audio_transcript.done</c>: The transcript is whole (beta: <c>response.audio_transcript.done</c>).</summary>
public sealed record ResponseOutputAudioTranscriptDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>Index of the part in the item.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>All of it.</summary>
    public required string Transcript { get; init; }
}
