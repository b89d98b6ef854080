namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>Sums over the recordings of one condition.</summary>
internal sealed class NoiseScore
{
    /// <summary>A turn that ends so much later than in silence was held open by noise: 1 s.</summary>
    private const int OpenFrames = 31;

    public int Recordings { get; set; }

    public double AudioSeconds { get; set; }

    public double SiSdrDb { get; set; }

    public TimeSpan Time { get; set; }

    public int WordErrors { get; set; }

    public int Words { get; set; }

    /// <summary>Frames that are certainly speech, and those of them that were not heard.</summary>
    public int Speech { get; private set; }

    public int Missed { get; private set; }

    /// <summary>Frames that are certainly none, and those of them that were taken for speech.</summary>
    public int Silence { get; private set; }

    public int Wrong { get; private set; }

    /// <summary>Turns with no speech in them.</summary>
    public int FalseTurns { get; private set; }

    public int MissedTurns { get; private set; }

    /// <summary>Turns whose end the noise put off.</summary>
    public int OpenTurns { get; private set; }

    /// <summary>Compares the voice detector's judgement with that of the clean recording.</summary>
    public void Hear(float[] truth, float[] heard)
    {
        for (var i = 0; i < truth.Length; i++)
        {
            Speech += truth[i] > 0.8 ? 1 : 0;
            Missed += truth[i] > 0.8 && heard[i] < 0.5 ? 1 : 0;
            Silence += truth[i] < 0.1 ? 1 : 0;
            Wrong += truth[i] < 0.1 && heard[i] >= 0.5 ? 1 : 0;
        }

        var (said, found) = (Measure.Turns(truth), Measure.Turns(heard));
        FalseTurns += found.Count(turn => !said.Any(other => Overlap(turn, other)));
        MissedTurns += said.Count(turn => !found.Any(other => Overlap(turn, other)));
        OpenTurns += found.Count(turn => said.Where(other => Overlap(turn, other)).Select(other => other.End).DefaultIfEmpty(int.MaxValue).Max() is var end
            && end != int.MaxValue && turn.End > end + OpenFrames);
    }

    private static bool Overlap((int Start, int End) one, (int Start, int End) other) => one.Start < other.End && other.Start < one.End;
}
