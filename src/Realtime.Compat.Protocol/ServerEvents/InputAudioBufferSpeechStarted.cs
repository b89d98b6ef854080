namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>input_audio_buffer.speech_started</c>: The user started to speak.</summary>
public sealed record InputAudioBufferSpeechStarted : ServerEvent
{
    /// <summary>Start of the turn in ms of audio since the session began, padding included.</summary>
    public required int AudioStartMs { get; init; }

    /// <summary>Id that the turn's item will have.</summary>
    public required string ItemId { get; init; }
}
