using Realtime.Compat.Engine.Conversation;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// Where the client's loudspeaker probably is, when only the client knows: audio plays in real time from when it was sent, one
/// piece after another. Wall time.
/// </summary>
/// <param name="clock">Wall time.</param>
/// <param name="clientPlays">Whether the client plays, and so drops what still comes of a message that it has cut; a transport plays it all.</param>
internal sealed class Playout(TimeProvider clock, bool clientPlays = true)
{
    /// <summary>
    /// What plays without a gap, in order; a response that calls MCP tools speaks in several messages. After a gap, which a voice slower than
    /// real time leaves, it begins anew: all before was played.
    /// </summary>
    private readonly List<Stretch> _queue = [];

    /// <summary>When the audio sent so far has been played.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Takes note of audio that is sent now.</summary>
    /// <param name="spoken">What it belongs to, as far as it was sent before.</param>
    /// <param name="duration">Its length.</param>
    public void Sent(SpokenAudio spoken, TimeSpan duration)
    {
        if (clientPlays && spoken.IsCut)
            return;
        var now = clock.GetUtcNow();
        if (EndsAt <= now)
        {
            EndsAt = now;
            _queue.Clear();
        }

        if (_queue.Count == 0 || _queue[^1].Spoken != spoken)
            _queue.Add(new Stretch(spoken, spoken.DurationMs, EndsAt));
        EndsAt += duration;
    }

    /// <summary>The user speaks over it: the client stops playing, and what was not played was not heard.</summary>
    public void Interrupt()
    {
        var now = clock.GetUtcNow();
        for (var i = 0; i < _queue.Count && EndsAt > now; i++)
        {
            var stretch = _queue[i];
            if (EndOf(i) > now)
                stretch.Spoken.HeardMs = stretch.OffsetMs + (int)Math.Max(0, (now - stretch.Start).TotalMilliseconds);
        }

        EndsAt = now;
        _queue.Clear();
    }

    /// <summary>The client stopped playing by itself. What was heard is its own to say.</summary>
    public void Stop()
    {
        var now = clock.GetUtcNow();
        if (EndsAt > now)
            EndsAt = now;
    }

    /// <summary>The client cut a message by itself: it stopped playing, if that was among what it played.</summary>
    /// <returns>Whether it was.</returns>
    public bool Stop(SpokenAudio spoken)
    {
        if (!_queue.Exists(stretch => stretch.Spoken == spoken))
            return false;
        Stop();
        return true;
    }

    /// <summary>What <see cref="Interrupt()"/> is where the transport plays, and says what it did not play.</summary>
    /// <param name="unplayed">Length of the audio that was not played.</param>
    /// <returns>What was cut short by that, in order.</returns>
    public IReadOnlyList<CutMessage> Interrupt(TimeSpan unplayed)
    {
        List<CutMessage> cut = [];
        var left = (int)Math.Ceiling(unplayed.TotalMilliseconds);
        for (var i = _queue.Count - 1; i >= 0 && left > 0; i--)
        {
            var (spoken, offsetMs, start) = _queue[i];
            var sent = offsetMs + (int)(EndOf(i) - start).TotalMilliseconds;
            var heard = Math.Max(0, sent - left);
            left -= sent - heard;
            // The client may have cut it earlier itself.
            if (heard < spoken.DurationMs)
                cut.Insert(0, new CutMessage(spoken, heard));
        }

        EndsAt = clock.GetUtcNow();
        _queue.Clear();
        return cut;
    }

    private DateTimeOffset EndOf(int index) => index == _queue.Count - 1 ? EndsAt : _queue[index + 1].Start;

    /// <summary>A part of a message that plays without a gap.</summary>
    /// <param name="Spoken">The message.</param>
    /// <param name="OffsetMs">How much of it was played before, in ms.</param>
    /// <param name="Start">When it began, or begins, to play.</param>
    private readonly record struct Stretch(SpokenAudio Spoken, int OffsetMs, DateTimeOffset Start);
}
