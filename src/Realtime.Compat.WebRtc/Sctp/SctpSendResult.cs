namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>What became of a message that was given to be sent.</summary>
public enum SctpSendResult
{
    /// <summary>It is sent or waits for its turn.</summary>
    Queued,

    /// <summary>The association is not up, or is going down.</summary>
    NotEstablished,

    /// <summary>The peer takes no such stream, or the stream is being reset.</summary>
    InvalidStream,

    /// <summary><see cref="SctpOptions.SendBufferBytes"/> wait already.</summary>
    BufferFull,
}
