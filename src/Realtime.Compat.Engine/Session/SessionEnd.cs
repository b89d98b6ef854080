namespace Realtime.Compat.Engine.Session;

/// <summary>Why a session closes its transport.</summary>
public enum SessionEnd
{
    /// <summary>The session reached its maximum length; WebSocket close 1001.</summary>
    Expired,

    /// <summary>The session's loop failed; WebSocket close 1011.</summary>
    Failed,

    /// <summary>The call it was on has ended.</summary>
    CallEnded,
}
