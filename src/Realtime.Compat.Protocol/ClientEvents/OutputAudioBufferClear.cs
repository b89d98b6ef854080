namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Throws away what the server has not played yet. Calls (WebRTC, SIP) only.</summary>
public sealed record OutputAudioBufferClear : ClientEvent;
