namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>input_audio_buffer.speech_stopped</c>: The user's turn is over.</summary>
public sealed record InputAudioBufferSpeechStopped : ServerEvent
{
    /// <summary>End of the turn in ms of audio since the session began, the closing silence included.</summary>
    public required int AudioEndMs { get; init; }

    /// <summary>Id of the turn's item.</summary>
    public required string ItemId { get; init; }
}
