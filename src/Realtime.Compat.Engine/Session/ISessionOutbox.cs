using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Session;

/// <summary>A transport, as a session sees it: where server events leave.</summary>
public interface ISessionOutbox
{
    /// <summary>Takes an event to send, in order. Never blocks and never throws; after the transport closed it does nothing.</summary>
    /// <param name="serverEvent">The event.</param>
    void Send(ServerEvent serverEvent);

    /// <summary>
    /// Completes when the transport's queue has room for more audio. Producers of audio wait here, so that a client that reads
    /// slowly holds back synthesis rather than filling memory.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);

    /// <summary>Closes the connection after what was sent so far.</summary>
    /// <param name="reason">Why.</param>
    void Close(SessionEnd reason);
}
