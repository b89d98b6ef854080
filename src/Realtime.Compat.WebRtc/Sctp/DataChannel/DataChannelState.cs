namespace Realtime.Compat.WebRtc.Sctp;

/// <summary>States of a data channel.</summary>
public enum DataChannelState
{
    /// <summary>This side opened it and the peer has not answered; messages may be sent.</summary>
    Connecting,

    /// <summary>Both sides know of it.</summary>
    Open,

    /// <summary>It is being closed; nothing more can be sent.</summary>
    Closing,

    /// <summary>It is over.</summary>
    Closed,
}
