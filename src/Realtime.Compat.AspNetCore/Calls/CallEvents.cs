using Realtime.Compat.Engine.Session;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Calls;

/// <summary>
/// A call's events for everybody who is on it: the caller, and those who joined by <c>call_id</c>. Each sees <c>session.created</c> first and
/// everything after that, in one order.
/// </summary>
internal sealed class CallEvents(ISessionOutbox caller, Func<CancellationToken, ValueTask> waitForPlayback) : ISessionOutbox
{
    private readonly Lock _gate = new();
    private readonly List<ISessionOutbox> _joined = [];
    private SessionConfiguration? _session;
    private SessionEnd? _end;

    /// <summary>Lets somebody see the events.</summary>
    /// <param name="outbox">Where they go; told the session as it is now.</param>
    /// <returns>False when the session is over, or has not begun.</returns>
    public bool TryJoin(ISessionOutbox outbox)
    {
        lock (_gate)
        {
            if (_session is null || _end is not null)
                return false;
            outbox.Send(new SessionCreated { Session = _session });
            _joined.Add(outbox);
            return true;
        }
    }

    /// <summary>Lets somebody go.</summary>
    public void Leave(ISessionOutbox outbox)
    {
        lock (_gate)
            _joined.Remove(outbox);
    }

    /// <inheritdoc/>
    public void Send(ServerEvent serverEvent)
    {
        lock (_gate)
        {
            _session = serverEvent switch
            {
                SessionCreated created => created.Session,
                SessionUpdated updated => updated.Session,
                _ => _session,
            };
            caller.Send(serverEvent);
            foreach (var outbox in _joined)
                outbox.Send(serverEvent);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The caller's ear sets the pace: who joined hears nothing.</remarks>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => waitForPlayback(cancellationToken);

    /// <inheritdoc/>
    public void Close(SessionEnd reason)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = reason;
            caller.Close(reason);
            foreach (var outbox in _joined)
                outbox.Close(reason);
        }
    }
}
