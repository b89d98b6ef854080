using System.Numerics.Tensors;

namespace Realtime.Compat.Engine.Hearing.Turns.Prosody;

/// <summary>
/// Follows how an open turn sounds, and judges at a pause whether it sounded finished: the voice falls low or rises to a question, gets softer,
/// and draws out its last syllable; it stays level on a word that is to be followed by others, and very level on an "um".
/// </summary>
/// <remarks>
/// Cues and their directions are those of the literature on turn-taking (Gravano and Hirschberg 2011; Skantze 2021); the weights are set by hand and
/// bounded, since prosody alone is a weak witness. Allocates nothing per frame.
/// </remarks>
/// <param name="sampleRateHz">Rate of the samples to come, a multiple of 4 kHz.</param>
internal sealed class ProsodyTracker(int sampleRateHz)
{
    /// <summary>Frames of the ending that are looked at: half a second of 32 ms frames.</summary>
    private const int EndingFrames = 16;

    /// <summary>Frames kept: about four seconds.</summary>
    private const int Kept = 128;

    /// <summary>Voiced frames from which a contour can be told.</summary>
    private const int LeastVoiced = 5;

    private const double Limit = 1.5;

    private readonly PitchEstimator _pitch = new(sampleRateHz);
    private readonly float[] _semitones = new float[Kept];
    private readonly float[] _levels = new float[Kept];
    private readonly float[] _sorted = new float[Kept];
    private int _count;
    private int _speechEnd;

    /// <summary>Hears the next frame of the turn.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="isSpeech">Whether it holds speech; the silence after the speech is not looked at.</param>
    public void Hear(ReadOnlySpan<float> samples, bool isSpeech)
    {
        var hz = isSpeech ? _pitch.Estimate(samples) : 0;
        _semitones[_count % Kept] = hz > 0 ? 12 * MathF.Log2(hz / 55) : float.NaN;
        _levels[_count % Kept] = 10 * MathF.Log10(TensorPrimitives.SumOfSquares(samples) / Math.Max(samples.Length, 1) + 1e-9f);
        _count++;
        if (isSpeech)
            _speechEnd = _count;
    }

    /// <summary>Forgets the turn.</summary>
    public void Reset() => _count = _speechEnd = 0;

    /// <summary>Log-odds that the speaker is done by the sound alone; 0 when nothing can be told.</summary>
    public double LogOdds()
    {
        if (MedianPitch() is not { } usual || Contour() is not { } contour)
            return 0;

        var odds = 0.0;
        // A fall to the floor of the voice ends a statement, a marked rise a question; level and not low holds the floor.
        if (contour.EndSemitones < usual - 2 || contour.SlopePerSecond < -12)
            odds += 0.7;
        else if (contour.SlopePerSecond > 10)
            odds += 0.5;
        else if (Math.Abs(contour.SlopePerSecond) < 4)
            odds -= 0.6;

        // "Um" is one long level tone; no ordinary last syllable is both.
        if (contour is { VoicedRunMs: > 350, Wobble: < 0.5 })
            odds -= 0.8;
        // A voice that has become softer is running out of things to say.
        odds += Math.Clamp((contour.UsualLevel - contour.EndLevel - 3) * 0.06, -0.3, 0.5);
        return Math.Clamp(odds, -Limit, Limit);
    }

    private int First => Math.Max(0, Math.Max(_speechEnd, _count) - Kept);

    private float? MedianPitch()
    {
        var voiced = 0;
        for (var i = First; i < _speechEnd; i++)
        {
            if (!float.IsNaN(_semitones[i % Kept]))
                _sorted[voiced++] = _semitones[i % Kept];
        }

        if (voiced < LeastVoiced)
            return null;
        _sorted.AsSpan(0, voiced).Sort();
        return _sorted[voiced / 2];
    }

    /// <summary>A straight line through the pitch of the ending, and how loud the ending is.</summary>
    private Ending? Contour()
    {
        double n = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0, sumYY = 0;
        double endLevel = 0, usualLevel = 0;
        var (endFrames, usualFrames, run, longest) = (0, 0, 0, 0);
        for (var i = First; i < _speechEnd; i++)
        {
            var inEnding = i >= _speechEnd - EndingFrames;
            var semitones = _semitones[i % Kept];
            if (float.IsNaN(semitones))
            {
                run = 0;
                continue;
            }

            usualLevel += _levels[i % Kept];
            usualFrames++;
            if (!inEnding)
                continue;
            longest = Math.Max(longest, ++run);
            endLevel += _levels[i % Kept];
            endFrames++;
            var x = (i - _speechEnd) * 0.032;
            (n, sumX, sumY, sumXX, sumXY, sumYY) = (n + 1, sumX + x, sumY + semitones, sumXX + x * x, sumXY + x * semitones, sumYY + semitones * semitones);
        }

        if (n < LeastVoiced)
            return null;
        var spread = sumXX - sumX * sumX / n;
        var slope = spread > 1e-9 ? (sumXY - sumX * sumY / n) / spread : 0;
        var middle = sumY / n;
        var wobble = Math.Sqrt(Math.Max(0, sumYY / n - middle * middle));
        return new Ending(slope, middle - slope * sumX / n, wobble, endLevel / endFrames, usualLevel / usualFrames, longest * 32);
    }

    /// <summary>How the last half second of speech sounds.</summary>
    /// <param name="SlopePerSecond">Semitones a second.</param>
    /// <param name="EndSemitones">Where the line through the pitch ends, in semitones.</param>
    /// <param name="Wobble">Standard deviation of the pitch, in semitones.</param>
    /// <param name="EndLevel">Mean level of its voiced frames, in dB.</param>
    /// <param name="UsualLevel">Mean level of the turn's voiced frames, in dB.</param>
    /// <param name="VoicedRunMs">Its longest voiced stretch without a break.</param>
    private readonly record struct Ending(double SlopePerSecond, double EndSemitones, double Wobble, double EndLevel, double UsualLevel, int VoicedRunMs);
}
