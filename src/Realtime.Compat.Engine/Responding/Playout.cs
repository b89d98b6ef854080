using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// Where the client's loudspeaker probably is, when only the client knows: audio plays in real time from when it was sent, one
/// piece after another. Wall time.
/// </summary>
internal sealed class Playout(TimeProvider clock)
{
    /// <summary>What was sent and may not be played yet, in order; a response that calls MCP tools speaks in several messages.</summary>
    private readonly List<(SpokenAudio Spoken, DateTimeOffset Start)> _queue = [];

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
        if (EndsAt <= now)
            _queue.RemoveAll(played => played.Spoken != spoken);
        if (_queue.Count == 0 || _queue[^1].Spoken != spoken)
            _queue.Add((spoken, start));
        EndsAt = start + duration;
    }

    /// <summary>The user speaks over it: the client stops playing, and what was not played was not heard.</summary>
    public void Interrupt()
    {
        var now = clock.GetUtcNow();
        for (var i = 0; i < _queue.Count && EndsAt > now; i++)
        {
            var (spoken, start) = _queue[i];
            if (i == _queue.Count - 1 || _queue[i + 1].Start > now)
                spoken.HeardMs = (int)Math.Max(0, (now - start).TotalMilliseconds);
        }

        EndsAt = now;
        _queue.Clear();
    }

    /// <summary>The same where the transport plays, and says what it did not play.</summary>
    /// <param name="unplayed">Length of the audio that was not played.</param>
    /// <returns>What was cut short by that, in order.</returns>
    public IReadOnlyList<CutMessage> Interrupt(TimeSpan unplayed)
    {
        List<CutMessage> cut = [];
        var left = (int)Math.Ceiling(unplayed.TotalMilliseconds);
        for (var i = _queue.Count - 1; i >= 0 && left > 0; i--)
        {
            var spoken = _queue[i].Spoken;
            var heard = Math.Max(0, spoken.DurationMs - left);
            left -= spoken.DurationMs - heard;
            spoken.HeardMs = heard;
            cut.Insert(0, new CutMessage(spoken, heard));
        }

        EndsAt = clock.GetUtcNow();
        _queue.Clear();
        return cut;
    }
}
