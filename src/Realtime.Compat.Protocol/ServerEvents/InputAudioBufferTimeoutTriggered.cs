namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>input_audio_buffer.timeout_triggered</c>: The user said nothing for the idle timeout.</summary>
public sealed record InputAudioBufferTimeoutTriggered : ServerEvent
{
    /// <summary>Start of the silent stretch in ms of audio since the session began.</summary>
    public required int AudioStartMs { get; init; }

    /// <summary>Its end.</summary>
    public required int AudioEndMs { get; init; }

    /// <summary>The item made of it.</summary>
    public required string ItemId { get; init; }
}
