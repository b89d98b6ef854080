namespace Realtime.Compat.Protocol.Sessions;

/// <summary>How the server decides that the user's turn is over. A null turn detection means that the client commits by hand.</summary>
public abstract record TurnDetection
{
    /// <summary>Whether the end of a turn starts a response.</summary>
    public bool CreateResponse { get; init; } = true;

    /// <summary>Whether speech of the user cancels a running response.</summary>
    public bool InterruptResponse { get; init; } = true;
}
