namespace Realtime.Compat.Protocol.ClientEvents;

/// <summary>Something a client sends. A closed set; already validated, in GA's terms whichever dialect it came in.</summary>
public abstract record ClientEvent
{
    /// <summary>The client's own id of the event, at most 512 characters, repeated in an error it causes; null when it gave none.</summary>
    public string? EventId { get; init; }
}
