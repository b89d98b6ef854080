using System.Diagnostics.CodeAnalysis;
using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Protocol.Dialects;

/// <summary>What reading a client's message gave: an event, or the error to answer with.</summary>
public readonly record struct ClientEventReading
{
    /// <summary>Wraps an event.</summary>
    /// <param name="clientEvent">The event.</param>
    public ClientEventReading(ClientEvent clientEvent) => Event = clientEvent;

    /// <summary>Wraps an error.</summary>
    /// <param name="error">The error.</param>
    public ClientEventReading(RealtimeError error) => Error = error;

    /// <summary>The event; null when there is an error.</summary>
    public ClientEvent? Event { get; }

    /// <summary>The error; null when there is an event.</summary>
    public RealtimeError? Error { get; }

    /// <summary>Whether an event was read.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsEvent => Event is not null;
}
