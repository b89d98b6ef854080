using Realtime.Compat.Engine.Hearing.Turns.Words;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>How long a silence lasts until <c>semantic_vad</c> takes the turn for over: the surer the end, the sooner.</summary>
internal static class SemanticWait
{
    /// <summary>The wait falls with this power of the doubt: most ends are answered soon, and only what is plainly unfinished gets most of the wait.</summary>
    private const double DoubtPower = 2.2;

    /// <summary>What <see cref="Eagerness.Low"/> waits at even odds, in ms. Fitted on the training half of the AMI samples (<c>bench/Realtime.Compat.Turns.Bench --train</c>).</summary>
    private const double PatientMs = 1900;

    /// <summary>By how much its wait falls with each unit of log-odds, in ms. Fitted as above.</summary>
    private const double PatientMsPerLogOdds = 1000;

    /// <summary>Silence that ends any turn, in ms of audio (OpenAI's guide: 8, 4 and 2 s).</summary>
    public static int LongestMs(Eagerness eagerness) => eagerness switch
    {
        Eagerness.Low => 8000,
        Eagerness.High => 2000,
        _ => 4000,
    };

    /// <summary>Silence that the surest end still takes, in ms of audio.</summary>
    public static int ShortestMs(Eagerness eagerness) => eagerness switch
    {
        Eagerness.Low => 400,
        Eagerness.High => 224,
        _ => 288,
    };

    /// <summary>Silence to wait for, in ms of audio.</summary>
    /// <remarks>
    /// <see cref="Eagerness.Low"/> waits a second or two for most ends, where pauses thin out about exponentially. There the least mean wait for a given
    /// share of cut-offs is a line over the log-odds: with a share p of ends and pauses that last longer than w with e^(−w/τ), the wait is worth another
    /// moment while (1 − p)/τ · e^(−w/τ) exceeds a multiple of p, so w = τ (c − log p/(1 − p)). The eager ones end in the closing half second, of which
    /// the corpus has too few pauses to fit anything.
    /// </remarks>
    /// <param name="eagerness">The client's wish.</param>
    /// <param name="logOdds">Log-odds that the speaker is done.</param>
    public static int Ms(Eagerness eagerness, double logOdds)
    {
        var (shortest, longest) = (ShortestMs(eagerness), LongestMs(eagerness));
        return eagerness is Eagerness.Low
            ? (int)Line(PatientMs, PatientMsPerLogOdds, logOdds)
            : shortest + (int)((longest - shortest) * Math.Pow(1 - CompletionScorer.Probability(logOdds), DoubtPower));
    }

    /// <summary>A wait of <see cref="Eagerness.Low"/> that falls with the log-odds, in ms.</summary>
    /// <param name="evenMs">The wait at even odds.</param>
    /// <param name="msPerLogOdds">By how much it falls with each unit.</param>
    /// <param name="logOdds">Log-odds that the speaker is done.</param>
    public static double Line(double evenMs, double msPerLogOdds, double logOdds) =>
        Math.Clamp(evenMs - msPerLogOdds * logOdds, ShortestMs(Eagerness.Low), LongestMs(Eagerness.Low));
}
