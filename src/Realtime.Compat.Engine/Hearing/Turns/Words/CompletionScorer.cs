namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>Judges by the words whether a speaker who has fallen silent is done: a sum of weights, one a feature.</summary>
internal static class CompletionScorer
{
    /// <summary>Log-odds that the speaker is done.</summary>
    /// <param name="transcript">What was said so far; at least one word.</param>
    public static double LogOdds(string transcript)
    {
        var sum = 0.0;
        foreach (var feature in CompletionFeatures.Of(transcript))
            sum += CompletionWeights.Of(feature);
        return sum;
    }

    /// <summary>Probability of log-odds.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
