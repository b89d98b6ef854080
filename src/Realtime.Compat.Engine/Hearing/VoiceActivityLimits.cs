using System.Globalization;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>What the engine can work with of a host's own detector: echo and prosody are looked for in the frames that it judges.</summary>
internal static class VoiceActivityLimits
{
    private const int ShortestFrameMs = 10;

    /// <summary>As long as the speech that starts a turn, and the window in which pitch is looked for.</summary>
    private const int LongestFrameMs = 64;

    /// <summary>Judges a detector before it hears anything.</summary>
    /// <exception cref="InvalidOperationException">It is beyond the limits that <see cref="IVoiceActivityDetector"/> states.</exception>
    public static void Check(IVoiceActivityDetector detector)
    {
        var (rateHz, length) = (detector.SampleRateHz, detector.FrameLength);
        if (rateHz is 8_000 or 16_000 && length >= rateHz / 1000 * ShortestFrameMs && length <= rateHz / 1000 * LongestFrameMs)
            return;
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The voice activity detector {detector.GetType().Name} takes frames of {length} samples at {rateHz} Hz; it must take 8000 or 16000 Hz in frames of {ShortestFrameMs} to {LongestFrameMs} ms."));
    }
}
