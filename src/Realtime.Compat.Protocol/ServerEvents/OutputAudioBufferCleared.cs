namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>output_audio_buffer.cleared</c>: The rest of a response's audio will not be played: the user spoke, or the client asked. Calls only.</summary>
public sealed record OutputAudioBufferCleared : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }
}
