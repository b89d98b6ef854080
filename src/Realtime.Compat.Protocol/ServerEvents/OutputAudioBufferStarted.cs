namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>output_audio_buffer.started</c>: Audio of a response begins to play. Calls only: there the server plays it.</summary>
public sealed record OutputAudioBufferStarted : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }
}
