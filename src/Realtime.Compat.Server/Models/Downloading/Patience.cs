namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>A token that is cancelled when nothing has happened for a while, or by the caller.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _stall;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;

    /// <summary>Starts it.</summary>
    /// <param name="stall">How long nothing may happen.</param>
    /// <param name="time">Times it.</param>
    /// <param name="outer">The caller's token.</param>
    public Patience(TimeSpan stall, TimeProvider time, CancellationToken outer)
    {
        (_stall, Outer) = (stall, outer);
        _clock = new CancellationTokenSource(stall, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, outer);
    }

    /// <summary>The token.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>The caller's.</summary>
    public CancellationToken Outer { get; }

    /// <summary>Something has happened.</summary>
    public void Renew() => _clock.CancelAfter(_stall);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
