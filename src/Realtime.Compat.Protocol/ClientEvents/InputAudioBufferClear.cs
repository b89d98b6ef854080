namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Throws the input buffer away. Answered by <c>input_audio_buffer.cleared</c>.</summary>
public sealed record InputAudioBufferClear : ClientEvent;
