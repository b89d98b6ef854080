namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Makes a user item of the input buffer. Answered by <c>input_audio_buffer.committed</c> and the item's events; starts no response.</summary>
public sealed record InputAudioBufferCommit : ClientEvent;
