namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

/// <summary>What a way to end turns does to a set of pauses.</summary>
/// <param name="Precision">Of the pauses taken for ends, the share that were.</param>
/// <param name="Recall">Of the ends, the share taken for such.</param>
/// <param name="CutOff">Of the pauses inside a turn, the share that was cut off: the wait was over before the speaker went on.</param>
/// <param name="MeanWaitMs">Mean wait after an end.</param>
internal sealed record TurnScore(double Precision, double Recall, double CutOff, double MeanWaitMs)
{
    /// <summary>Judges log-odds and the wait made of them.</summary>
    public static TurnScore Of(IReadOnlyCollection<AmiSample> samples, Func<AmiSample, double> logOdds, Func<AmiSample, double> waitMs)
    {
        var taken = samples.Where(sample => logOdds(sample) > 0).ToList();
        var right = taken.Count(sample => sample.IsEnd);
        return new TurnScore((double)right / taken.Count, (double)right / samples.Count(sample => sample.IsEnd), CutOffOf(samples, waitMs), MeanWaitOf(samples, waitMs));
    }

    /// <summary>Share of the pauses inside turns that a wait cuts off.</summary>
    public static double CutOffOf(IReadOnlyCollection<AmiSample> samples, Func<AmiSample, double> waitMs) =>
        (double)samples.Count(sample => !sample.IsEnd && sample.PauseMs > waitMs(sample)) / samples.Count(sample => !sample.IsEnd);

    /// <summary>Mean wait after the ends.</summary>
    public static double MeanWaitOf(IReadOnlyCollection<AmiSample> samples, Func<AmiSample, double> waitMs) => samples.Where(sample => sample.IsEnd).Average(waitMs);

    /// <summary>The fixed silence that cuts off as many pauses.</summary>
    public static int FixedSilenceMs(IReadOnlyCollection<AmiSample> samples, double cutOff)
    {
        var silence = 0;
        while (CutOffOf(samples, _ => silence) > cutOff)
            silence += 10;
        return silence;
    }
}
