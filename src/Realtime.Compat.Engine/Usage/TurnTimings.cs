using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Realtime.Compat.Engine.Usage;

/// <summary>
/// When a response passed its stages, measured from the moment its turn was over (or the client asked for it). Each is also recorded
/// in the histogram <c>realtime.response.stage</c> of the meter <c>Realtime.Compat.Engine</c>.
/// </summary>
/// <param name="clock">Its timestamps.</param>
/// <param name="turnEnd">Timestamp of the turn's end; null for now.</param>
internal sealed class TurnTimings(TimeProvider clock, long? turnEnd = null)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Realtime.Compat.Engine";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Stages =
        Meter.CreateHistogram<double>("realtime.response.stage", "ms", "Time from the end of the user's turn until a stage of the answer was reached.");

    private readonly long _start = turnEnd ?? clock.GetTimestamp();

    /// <summary>Every word of the context was known, and the chat request left; ms, NaN until then.</summary>
    public double AskedMs { get; private set; } = double.NaN;

    /// <summary>The chat model's first token came; ms, NaN until then.</summary>
    public double FirstTokenMs { get; private set; } = double.NaN;

    /// <summary>The first clause was whole, and the speech request left; ms, NaN until then.</summary>
    public double FirstClauseMs { get; private set; } = double.NaN;

    /// <summary>The first audio came; ms, NaN until then.</summary>
    public double FirstAudioMs { get; private set; } = double.NaN;

    /// <summary>Marks the chat request.</summary>
    public void Asked() => AskedMs = Mark("asked", AskedMs);

    /// <summary>Marks the first token; later calls do nothing.</summary>
    public void FirstToken() => FirstTokenMs = Mark("first_token", FirstTokenMs);

    /// <summary>Marks the first clause; later calls do nothing.</summary>
    public void FirstClause() => FirstClauseMs = Mark("first_clause", FirstClauseMs);

    /// <summary>Marks the first audio; later calls do nothing.</summary>
    public void FirstAudio() => FirstAudioMs = Mark("first_audio", FirstAudioMs);

    private double Mark(string stage, double before)
    {
        if (!double.IsNaN(before))
            return before;
        var ms = clock.GetElapsedTime(_start).TotalMilliseconds;
        Stages.Record(ms, new TagList { { "stage", stage } });
        return ms;
    }
}
