namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>input_audio_buffer.cleared</c>: The input buffer was thrown away.</summary>
public sealed record InputAudioBufferCleared : ServerEvent;
