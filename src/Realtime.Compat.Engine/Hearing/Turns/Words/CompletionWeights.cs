using static Realtime.Compat.Engine.Hearing.Turns.Words.CompletionFeature;

namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>
/// What each feature adds to the log-odds that the speaker is done. Priors set by hand, moved by logistic regression on the training
/// half of the AMI samples: <c>bench/Realtime.Compat.Turns.Bench --train</c> prints this table.
/// </summary>
internal static class CompletionWeights
{
    /// <summary>Log-odds a feature adds.</summary>
    public static double Of(CompletionFeature feature) => Table[(int)feature];

    /// <summary>Weights set by hand: what remains where the corpus has too few examples to say otherwise.</summary>
    public static IReadOnlyList<double> Priors { get; } = ByFeature(
    [
        (Always, 0.2), (EndsSentence, 0.6), (EndsQuestion, 1.5), (EndsOpen, -0.8), (EndsComma, -1.5), (TrailsOff, -1.5),
        (LastFiller, -2), (LastConjunction, -2), (LastDeterminer, -2), (LastPreposition, -1.5), (LastSubject, -1.5), (LastAuxiliary, -1.5),
        (LastIntensifier, -1), (LastAcknowledgement, 1), (LastClosing, 0.7), (LastPronoun, 0.2), (LastHedge, 0.3), (LastBroken, -1),
        (ReadsNumber, -1.2), (AsksQuestion, 0.7), (StartsSubordinate, -1.8), (ShortSentence, 0), (LongSentence, 0.2), (RecentFiller, -0.2),
    ]);

    private static readonly double[] Table = ByFeature(
    [
        (Always, 0.37), (EndsSentence, 0.32), (EndsQuestion, 1.4), (EndsOpen, -0.7), (EndsComma, -1.56), (TrailsOff, -1.5),
        (LastFiller, -1.96), (LastConjunction, -1.13), (LastDeterminer, -1.72), (LastPreposition, -1.3), (LastSubject, -1.41), (LastAuxiliary, -1.13),
        (LastIntensifier, -0.93), (LastAcknowledgement, 0.64), (LastClosing, 0.57), (LastPronoun, 0.14), (LastHedge, 0.26), (LastBroken, -0.95),
        (ReadsNumber, -1.21), (AsksQuestion, 0.49), (StartsSubordinate, -1.8), (ShortSentence, 0.16), (LongSentence, -0.27), (RecentFiller, -0.52),
    ]);

    private static double[] ByFeature((CompletionFeature Feature, double Weight)[] weights)
    {
        var table = new double[Enum.GetValues<CompletionFeature>().Length];
        foreach (var (feature, weight) in weights)
            table[(int)feature] = weight;
        return table;
    }
}
