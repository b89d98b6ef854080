namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>conversation.item.input_audio_transcription.failed</c>: The user's speech could not be transcribed.</summary>
public sealed record InputAudioTranscriptionFailed : ServerEvent
{
    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>The part.</summary>
    public required int ContentIndex { get; init; }

    /// <summary>Why.</summary>
    public required TranscriptionError Error { get; init; }
}
