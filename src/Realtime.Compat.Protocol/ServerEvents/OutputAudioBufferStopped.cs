namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>output_audio_buffer.stopped</c>: All audio of a response was played. Comes after <c>response.done</c>. Calls only.</summary>
public sealed record OutputAudioBufferStopped : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }
}
