namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>Why a message was not taken.</summary>
public enum DataChannelError
{
    /// <summary>It is longer than the peer takes.</summary>
    MessageTooLong,

    /// <summary>Too much waits already; once some is acknowledged, it may be tried again.</summary>
    BufferFull,

    /// <summary>The channel or the connection is not open, or not any more.</summary>
    NotOpen,
}
