using Realtime.Compat.Engine.Hearing.Turns.Words;
using Realtime.Compat.Engine.Tests.Hearing.Turns;

namespace Realtime.Compat.Turns.Bench;

/// <summary>Logistic regression with the hand-set weights as a Gaussian prior: a feature that the corpus hardly shows keeps its prior.</summary>
internal static class Training
{
    private const int Steps = 3000;
    private const double Rate = 0.5;

    /// <summary>
    /// Width of the prior. Narrow: that somebody else spoke next is a poor stand-in for "was done" where the words plainly say otherwise (people
    /// break in after "and"), so the corpus moves a weight only where hundreds of pauses agree.
    /// </summary>
    private const double PriorWidth = 0.12;

    /// <summary>Fits the weights. Each sample is learned with its punctuation and without, since not every recogniser writes any.</summary>
    public static double[] Fit(IEnumerable<AmiSample> samples)
    {
        var examples = samples
            .SelectMany(sample => new[] { sample, sample.WithoutMarks() })
            .Select(sample => (Features: CompletionFeatures.Of(sample.Words).Select(feature => (int)feature).ToArray(), sample.IsEnd))
            .ToList();
        var weights = CompletionWeights.Priors.ToArray();
        for (var step = 0; step < Steps; step++)
        {
            // Half a sample each: the copy without marks brings no news of its own.
            var gradient = weights.Select((weight, i) => (CompletionWeights.Priors[i] - weight) / (PriorWidth * PriorWidth)).ToArray();
            foreach (var (features, isEnd) in examples)
            {
                var error = (isEnd ? 1 : 0) - CompletionScorer.Probability(features.Sum(feature => weights[feature]));
                foreach (var feature in features)
                    gradient[feature] += 0.5 * error;
            }

            for (var i = 0; i < weights.Length; i++)
                weights[i] += Rate * gradient[i] / examples.Count * 8;
        }

        return weights;
    }
}
