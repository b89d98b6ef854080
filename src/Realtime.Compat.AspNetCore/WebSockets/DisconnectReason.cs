namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>Why a connection ended, for the log.</summary>
internal enum DisconnectReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>The client vanished without a close frame.</summary>
    ConnectionLost,

    /// <summary>The client closed.</summary>
    ClientClosed,

    /// <summary>What the client asked for at connect cannot be served.</summary>
    Refused,

    /// <summary>The session reached its maximum length.</summary>
    Expired,

    /// <summary>The session failed.</summary>
    Failed,

    /// <summary>The client did not take what was sent to it.</summary>
    Stalled,

    /// <summary>The server is shutting down.</summary>
    ServerStopping,

    /// <summary>The call it had joined has ended.</summary>
    CallEnded,
}
