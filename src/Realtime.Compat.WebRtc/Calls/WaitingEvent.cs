namespace Realtime.Compat.WebRtc.Calls;

/// <summary>A message that waits for room. Whoever comes first decides: its turn, or its sender's patience.</summary>
internal sealed class WaitingEvent
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;
    private int _taken;

    public WaitingEvent(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Message = message;
        _registration = cancellationToken.UnsafeRegister(
            static (waiting, token) =>
            {
                var self = (WaitingEvent)waiting!;
                if (self.TryTake()) self._sent.TrySetCanceled(token);
            },
            this);
    }

    /// <summary>The sender's bytes, which it leaves alone until <see cref="Sent"/>.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>Done when the message is queued, given up, or of no use any more.</summary>
    public Task Sent => _sent.Task;

    /// <summary>Whether this caller is the first, and may send or cancel it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Lets the sender go on.</summary>
    public void Finish()
    {
        _registration.Unregister();
        _sent.TrySetResult();
    }
}
