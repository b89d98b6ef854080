namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>input_audio_buffer.committed</c>: The input buffer became a user item.</summary>
public sealed record InputAudioBufferCommitted : ServerEvent
{
    /// <summary>Item it follows; null when it is the first.</summary>
    public required string? PreviousItemId { get; init; }

    /// <summary>The new item.</summary>
    public required string ItemId { get; init; }
}
