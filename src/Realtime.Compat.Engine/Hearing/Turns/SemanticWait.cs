using Realtime.Compat.Engine.Hearing.Turns.Words;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>How long a silence lasts until <c>semantic_vad</c> takes the turn for over: the surer the end, the sooner.</summary>
internal static class SemanticWait
{
    /// <summary>The wait falls with this power of the doubt: most ends are answered soon, and only what is plainly unfinished gets most of the wait.</summary>
    private const double DoubtPower = 2.2;

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
    /// <param name="eagerness">The client's wish.</param>
    /// <param name="logOdds">Log-odds that the speaker is done.</param>
    public static int Ms(Eagerness eagerness, double logOdds)
    {
        var (shortest, longest) = (ShortestMs(eagerness), LongestMs(eagerness));
        return shortest + (int)((longest - shortest) * Math.Pow(1 - CompletionScorer.Probability(logOdds), DoubtPower));
    }
}
