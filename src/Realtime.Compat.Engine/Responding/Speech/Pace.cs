namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>
/// Holds audio back, so that no more than so much of it waits at the client: less to throw away when the user interrupts, and no
/// synthesis of what nobody may hear. Wall time.
/// </summary>
/// <param name="clock">Wall time.</param>
/// <param name="lead">Most audio that may be ahead of real time; zero for no limit.</param>
/// <param name="playsUntil">When what was sent before will have been played.</param>
internal sealed class Pace(TimeProvider clock, TimeSpan lead, DateTimeOffset playsUntil)
{
    private DateTimeOffset _playsUntil = playsUntil;

    /// <summary>Waits until the next audio may leave.</summary>
    /// <param name="duration">Its length.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (lead <= TimeSpan.Zero)
            return;
        var now = clock.GetUtcNow();
        _playsUntil = (_playsUntil > now ? _playsUntil : now) + duration;
        var tooEarly = _playsUntil - now - lead;
        if (tooEarly > TimeSpan.Zero)
            await Task.Delay(tooEarly, clock, cancellationToken).ConfigureAwait(false);
    }
}
