namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Audio of the user, to the end of the input buffer. Not answered.</summary>
public sealed record InputAudioBufferAppend : ClientEvent
{
    /// <summary>Audio in the session's input format, at most 15 MiB. The receiver disposes it.</summary>
    public required AudioPayload Audio { get; init; }
}
