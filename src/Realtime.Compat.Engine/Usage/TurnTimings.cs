using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Realtime.Compat.Engine.Usage;

/// <summary>
/// When a response passed its stages, measured from the moment its turn was over (or the client asked for it). Each is also recorded
/// in the histogram <c>realtime.response.stage</c> of the meter <c>Realtime.Compat.Engine</c>.
/// </summary>
/// <param name="clock">Its timestamps.</param>
/// <param name="turnEnd">Timestamp of the turn's end; null for now.</param>
/// <param name="isGuess">Whether the turn is only guessed to be over: nothing is recorded before <see cref="TurnIsOver"/>.</param>
internal sealed class TurnTimings(TimeProvider clock, long? turnEnd = null, bool isGuess = false)
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Realtime.Compat.Engine";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Stages =
        Meter.CreateHistogram<double>("realtime.response.stage", "ms", "Time from the end of the user's turn until a stage of the answer was reached.");

    private bool _isGuess = isGuess;
    private long _start = turnEnd ?? clock.GetTimestamp();

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

    /// <summary>A guess was right: what was reached by now was reached at once.</summary>
    public void TurnIsOver()
    {
        _isGuess = false;
        _start = clock.GetTimestamp();
        AskedMs = Again("asked", AskedMs);
        FirstTokenMs = Again("first_token", FirstTokenMs);
        FirstClauseMs = Again("first_clause", FirstClauseMs);
        FirstAudioMs = Again("first_audio", FirstAudioMs);

        double Again(string stage, double before) => double.IsNaN(before) ? before : Mark(stage, double.NaN);
    }

    private double Mark(string stage, double before)
    {
        if (!double.IsNaN(before))
            return before;
        var ms = clock.GetElapsedTime(_start).TotalMilliseconds;
        if (!_isGuess)
            Stages.Record(ms, new TagList { { "stage", stage } });
        return ms;
    }
}
