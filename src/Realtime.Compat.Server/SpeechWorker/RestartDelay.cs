namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>How long to wait before the next start: 0.25 s, doubled each time up to 10 s, from the beginning after 30 s of health.</summary>
internal sealed class RestartDelay
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);
    private TimeSpan _next = Shortest;

    /// <summary>The wait after a run that ended.</summary>
    /// <param name="listened">How long it could be asked; zero for one that never could.</param>
    public TimeSpan After(TimeSpan listened)
    {
        if (listened >= Healthy)
            _next = Shortest;
        var delay = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, Longest.Ticks));
        return delay;
    }
}
