using Realtime.Compat.Audio;

namespace Realtime.Compat.Turns.Bench;

/// <summary>What the running detector makes of a wait: it looks once a frame.</summary>
internal static class RunningWait
{
    /// <summary>Silence at which the words count at the earliest: a pause is noticed at the first frame after 200 ms, the seventh, and its words decide at the next.</summary>
    private const int WordsMs = 8 * SileroVad.FrameMs;

    /// <summary>A wait that the words decide.</summary>
    /// <param name="waitMs">By the formula.</param>
    public static int Ms(double waitMs) => Math.Max(WordsMs, OfSilence(waitMs));

    /// <summary>A silence of fixed length.</summary>
    public static int OfSilence(double silenceMs) => (int)Math.Ceiling(silenceMs / SileroVad.FrameMs) * SileroVad.FrameMs;
}
