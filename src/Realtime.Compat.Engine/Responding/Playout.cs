using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// Where the client's loudspeaker probably is, when only the client knows: audio plays in real time from when it was sent, one
/// piece after another. Wall time.
/// </summary>
internal sealed class Playout(TimeProvider clock)
{
    private SpokenAudio? _current;
    private DateTimeOffset _currentStart;

    /// <summary>When the audio sent so far has been played.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Whether something is being played.</summary>
    public bool IsPlaying => EndsAt > clock.GetUtcNow();

    /// <summary>Takes note of audio that was just sent.</summary>
    /// <param name="spoken">What it belongs to.</param>
    /// <param name="duration">Its length.</param>
    public void Sent(SpokenAudio spoken, TimeSpan duration)
    {
        var now = clock.GetUtcNow();
        var start = EndsAt > now ? EndsAt : now;
        if (spoken != _current)
            (_current, _currentStart) = (spoken, start);
        EndsAt = start + duration;
    }

    /// <summary>The user speaks over it: the client stops playing, and what was not played was not heard.</summary>
    public void Interrupt()
    {
        var now = clock.GetUtcNow();
        if (_current is { } spoken && EndsAt > now)
            spoken.HeardMs = (int)Math.Max(0, (now - _currentStart).TotalMilliseconds);
        EndsAt = now;
        _current = null;
    }
}
