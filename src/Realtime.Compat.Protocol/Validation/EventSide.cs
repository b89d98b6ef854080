namespace Realtime.Compat.Protocol.Validation;

/// <summary>Who sent an event.</summary>
public enum EventSide
{
    /// <summary>The client.</summary>
    Client,

    /// <summary>The server.</summary>
    Server,
}
