namespace Realtime.Compat.Client;

/// <summary>Which way an event goes.</summary>
public enum EventDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer,

    /// <summary>From the server to the client.</summary>
    ToClient,
}
