using Realtime.Compat.Engine.Hearing.Turns;
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

    /// <summary>Share of the pauses inside turns, without punctuation, that the least eager may cut off.</summary>
    private const double PatientCutOff = 0.26;

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

    /// <summary>Fits the line by which the least eager waits: the least mean wait, with punctuation and without, at no more cut-offs than it may have.</summary>
    /// <returns>The wait at even odds, and its fall with each unit of log-odds, in ms.</returns>
    public static (int EvenMs, int MsPerLogOdds) FitPatience(IEnumerable<AmiSample> samples)
    {
        var marked = Scored(samples);
        var unmarked = Scored(samples.Select(sample => sample.WithoutMarks()));
        return (
            from evenMs in Enumerable.Range(10, 51).Select(i => i * 50)
            from msPerLogOdds in Enumerable.Range(1, 15).Select(i => i * 100)
            where CutOffOf(unmarked, evenMs, msPerLogOdds) <= PatientCutOff
            orderby MeanWaitOf(marked, evenMs, msPerLogOdds) + MeanWaitOf(unmarked, evenMs, msPerLogOdds)
            select (evenMs, msPerLogOdds)).First();

        static List<(AmiSample Sample, double Odds)> Scored(IEnumerable<AmiSample> samples) => [.. samples.Select(sample => (sample, CompletionScorer.LogOdds(sample.Words)))];

        static double CutOffOf(List<(AmiSample Sample, double Odds)> scored, int evenMs, int fall) =>
            scored.Where(s => !s.Sample.IsEnd).Average(s => s.Sample.PauseMs > SemanticWait.Line(evenMs, fall, s.Odds) ? 1.0 : 0);

        static double MeanWaitOf(List<(AmiSample Sample, double Odds)> scored, int evenMs, int fall) =>
            scored.Where(s => s.Sample.IsEnd).Average(s => SemanticWait.Line(evenMs, fall, s.Odds));
    }
}
