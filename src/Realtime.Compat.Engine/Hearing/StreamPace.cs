using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>
/// How far a stream's frames run ahead of the clock: by little where somebody speaks, in whatever pieces the audio comes; by all that has been heard where
/// a recording is uploaded.
/// </summary>
internal struct StreamPace
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(SileroVad.FrameMs);

    /// <summary>
    /// Lead that a live stream has: appends of 20 ms fill a frame 20 or 40 ms after the last, so that two often come within one frame's time. Of the three
    /// frames that an append of 100 ms fills at once two are within it.
    /// </summary>
    private static readonly TimeSpan LiveLead = 1.5 * FrameTime;

    /// <summary>Lead beyond which nothing is remembered.</summary>
    private static readonly TimeSpan LongestLead = 8 * FrameTime;

    /// <summary>
    /// The lead falls faster than time passes: neither a microphone whose clock is a little fast nor audio that a stalled network delivered late may leave a
    /// stream ahead for ever.
    /// </summary>
    private const double Decay = 1.25;

    private TimeSpan _lead;
    private TimeSpan _at;

    /// <summary>Takes note of one more frame.</summary>
    /// <param name="now">When it came.</param>
    /// <returns>Whether it came at the pace of speech; false where the stream runs ahead of real time.</returns>
    public bool IsLive(TimeSpan now)
    {
        var lead = _lead - Decay * (now - _at);
        if (lead < TimeSpan.Zero)
            lead = TimeSpan.Zero;
        (_lead, _at) = (lead + FrameTime, now);
        if (_lead > LongestLead)
            _lead = LongestLead;
        return lead <= LiveLead;
    }
}
