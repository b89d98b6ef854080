namespace Realtime.Compat.Speech.Recognition;

/// <summary>
/// Cuts a recording into utterances that a recogniser does well on: without the silence before and after the speech, and long
/// ones parted at their quietest moments.
/// </summary>
/// <remarks>
/// Silence at the ends pulls the cepstral mean away from the voice; cutting it here rather than by the decoder's own detector
/// keeps word times exact (docs/speech.md has the figures).
/// </remarks>
internal static class UtteranceSplitter
{
    // A cut earlier than that would leave too little voice, for the cepstral mean of one engine and the context of another.
    private const double EarliestCut = 0.4;

    private const int FramesPerSecond = 100;
    private const int MarginFrames = 5;
    private const int PauseFrames = 20;

    // A frame so far below the loud ones is no longer speech. With this range and margin the error rate is the same whether a
    // clip has half a second of silence or of noise around it; with 100 ms of margin the noise costs a fifth more errors.
    private const double SpeechRangeDb = 30;

    // Digital silence, one step of 16 bits: nothing below it can be speech.
    private const double FloorDb = -90;

    /// <summary>Finds the utterances.</summary>
    /// <param name="samples">Mono, nominally in −1…1.</param>
    /// <param name="sampleRateHz">Samples a second.</param>
    /// <param name="longest">Longest utterance the recogniser takes.</param>
    /// <returns>Ranges of samples in order, none longer than <paramref name="longest"/>; none for silence.</returns>
    public static IReadOnlyList<Range> Split(ReadOnlySpan<float> samples, int sampleRateHz, TimeSpan longest)
    {
        var frameLength = sampleRateHz / FramesPerSecond;
        var levels = Levels(samples, frameLength);
        if (levels.Length == 0) return [];

        var sorted = (double[])levels.Clone();
        Array.Sort(sorted);
        var loud = sorted[(int)(0.95 * (sorted.Length - 1))];
        var threshold = Math.Max(loud - SpeechRangeDb, FloorDb);

        var first = Array.FindIndex(levels, level => level >= threshold);
        var last = Array.FindLastIndex(levels, level => level >= threshold);
        if (first < 0 || loud <= FloorDb) return [];

        var start = Math.Max(0, first - MarginFrames);
        var end = Math.Min(levels.Length, last + 1 + MarginFrames);
        var utterances = new List<Range>();
        while (start < end)
        {
            var cut = end - start <= Frames(longest) ? end : QuietestMoment(levels, start + Frames(longest * EarliestCut), start + Frames(longest));
            utterances.Add((start * frameLength)..(cut * frameLength));
            start = cut;
        }

        return utterances;
    }

    /// <summary>Power of each whole frame in dB of full scale.</summary>
    private static double[] Levels(ReadOnlySpan<float> samples, int frameLength)
    {
        var levels = new double[samples.Length / frameLength];
        for (var i = 0; i < levels.Length; i++)
        {
            var power = 0.0;
            foreach (var sample in samples.Slice(i * frameLength, frameLength)) power += sample * sample;
            levels[i] = 10 * Math.Log10(power / frameLength + 1e-12);
        }

        return levels;
    }

    /// <summary>The middle of the quietest 200 ms between two frames.</summary>
    private static int QuietestMoment(ReadOnlySpan<double> levels, int from, int to)
    {
        var (best, quietest) = (from, double.MaxValue);
        for (var i = from; i + PauseFrames <= to; i++)
        {
            var sum = 0.0;
            foreach (var level in levels.Slice(i, PauseFrames)) sum += level;
            if (sum < quietest) (best, quietest) = (i + PauseFrames / 2, sum);
        }

        return best;
    }

    private static int Frames(TimeSpan length) => (int)(length.TotalSeconds * FramesPerSecond);
}
