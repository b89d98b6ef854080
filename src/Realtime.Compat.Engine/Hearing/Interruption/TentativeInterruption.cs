namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>Speech over an answer that may yet prove to be a cough or an "mm-hm". Audio time.</summary>
/// <param name="startMs">Where the turn starts if it is one, padding included.</param>
/// <param name="speechMs">Speech by which it was noticed, up to the frame that is heard next.</param>
internal sealed class TentativeInterruption(long startMs, long speechMs)
{
    private long _speechMs = speechMs;

    /// <summary>Where the turn starts if it is one.</summary>
    public long StartMs { get; } = startMs;

    /// <summary>Where it ended, while its words are still awaited; null while it lasts.</summary>
    public long? EndedAtMs { get; set; }

    /// <summary>Whether the answer's audio is held back for it.</summary>
    public bool HoldsAudio { get; set; }

    /// <summary>Hears the next frame.</summary>
    /// <returns>Speech without a pause until now, in ms.</returns>
    public long Hear(in SpeechFrame frame, double threshold)
    {
        if (frame.Probability >= threshold)
            _speechMs += frame.EndMs - frame.StartMs;
        return _speechMs;
    }

    /// <summary>A pause: what follows has to prove itself anew, so that three coughs do not make a sentence.</summary>
    public void Pause() => _speechMs = 0;

    /// <summary>The speaker goes on: the end does not hold.</summary>
    public void GoOn() => EndedAtMs = null;
}
