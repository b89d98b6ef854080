using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;

namespace Realtime.Compat.Engine.Usage;

/// <summary>
/// How long a response took in each stage, from the end of its user's speech, or from when the client asked for it. Each stage is also
/// recorded in the histogram <c>realtime.turn.stage</c>, and the whole from the turn's end to the first audio in <c>realtime.turn.latency</c>.
/// </summary>
/// <param name="clock">Wall time.</param>
/// <param name="voiceActivityMs">Silence that passed before the turn counted as over; null when the client ended it.</param>
/// <param name="turnEnd">Timestamp of the turn's end; null for now.</param>
/// <param name="isGuess">Whether the turn is only guessed to be over: nothing is recorded before <see cref="TurnIsOver"/>.</param>
internal sealed class TurnTimings(TimeProvider clock, double? voiceActivityMs = null, long? turnEnd = null, bool isGuess = false)
{
    /// <summary>Name of the meter, and of the activity source.</summary>
    public const string SourceName = "Realtime.Compat.Engine";

    private static readonly string[] Names = ["voice_activity", "transcription", "first_token", "first_clause", "first_speech", "first_audio"];

    private static readonly Meter Meter = new(SourceName);

    private static readonly Histogram<double> Stages = Meter.CreateHistogram<double>("realtime.turn.stage", "ms", "Time a response spent in a stage.");

    private static readonly Histogram<double> Latency =
        Meter.CreateHistogram<double>("realtime.turn.latency", "ms", "Time from the end of the user's turn to the first audio of the answer.");

    private readonly double[] _reachedMs = [double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN];
    private bool _isGuess = isGuess;
    private long _start = turnEnd ?? clock.GetTimestamp();
    private double? _voiceActivityMs = voiceActivityMs;

    /// <summary>The wall time from which stages count: the turn's end.</summary>
    public DateTimeOffset StartedAt { get; private set; } = clock.GetUtcNow() - (turnEnd is { } end ? clock.GetElapsedTime(end) : TimeSpan.Zero);

    /// <summary>Silence that passed before the turn counted as over, in ms; NaN when the client ended it.</summary>
    public double VoiceActivityMs => _voiceActivityMs ?? double.NaN;

    /// <summary>Name of a stage, as tags and spans have it.</summary>
    public static string NameOf(TurnStage stage) => Names[(int)stage];

    /// <summary>Marks that every word was known, and the chat request left.</summary>
    public void Asked()
    {
        if (_voiceActivityMs is { } silence && !_isGuess)
            Record(TurnStage.VoiceActivity, silence);
        Mark(TurnStage.Transcription);
    }

    /// <summary>Marks the first token; later calls do nothing.</summary>
    public void FirstToken() => Mark(TurnStage.FirstToken);

    /// <summary>Marks the first clause; later calls do nothing.</summary>
    public void FirstClause() => Mark(TurnStage.FirstClause);

    /// <summary>Marks the first of its speech; later calls do nothing.</summary>
    public void FirstSpeech() => Mark(TurnStage.FirstSpeech);

    /// <summary>A guess was right: what was reached by now was reached at once.</summary>
    /// <param name="closingSilenceMs">Silence that passed before the turn counted as over.</param>
    public void TurnIsOver(double? closingSilenceMs)
    {
        (_isGuess, _start, _voiceActivityMs) = (false, clock.GetTimestamp(), closingSilenceMs);
        StartedAt = clock.GetUtcNow();
        if (closingSilenceMs is { } silence)
            Record(TurnStage.VoiceActivity, silence);
        for (var stage = TurnStage.Transcription; stage <= TurnStage.FirstAudio; stage++)
        {
            if (double.IsNaN(ReachedMs(stage)))
                continue;
            Volatile.Write(ref _reachedMs[(int)stage], 0);
            Record(stage, 0);
        }
    }

    /// <summary>Marks the first audio delta; later calls do nothing.</summary>
    public void FirstAudio()
    {
        if (Mark(TurnStage.FirstAudio))
            Latency.Record(ReachedMs(TurnStage.FirstAudio));
    }

    /// <summary>When a stage was over, in ms after the turn's end; NaN when it was not reached.</summary>
    public double ReachedMs(TurnStage stage) => stage is TurnStage.VoiceActivity ? 0 : Volatile.Read(ref _reachedMs[(int)stage]);

    /// <summary>Time spent in a stage, in ms; NaN when it was not reached.</summary>
    public double StageMs(TurnStage stage)
    {
        if (stage is TurnStage.VoiceActivity)
            return VoiceActivityMs;
        // A stage that was passed over (a call without text has no clause) took no time.
        var before = stage - 1;
        while (before > TurnStage.VoiceActivity && double.IsNaN(ReachedMs(before)))
            before--;
        return ReachedMs(stage) - ReachedMs(before);
    }

    /// <summary>The stages as a JSON object of ms, for a client that asked for them; those not reached are left out.</summary>
    public string ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var (name, ms) in Reached())
                writer.WriteNumber(name + "_ms", decimal.Parse(ms.ToString("F1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }

    /// <summary>The stages in ms, as a log's reader has them; those not reached are left out.</summary>
    public override string ToString() =>
        string.Join(", ", Reached().Select(static stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Name.Replace('_', ' ')} {stage.Ms:0.0}")));

    private IEnumerable<(string Name, double Ms)> Reached()
    {
        for (var stage = TurnStage.VoiceActivity; stage <= TurnStage.FirstAudio; stage++)
        {
            if (StageMs(stage) is var ms && !double.IsNaN(ms))
                yield return (NameOf(stage), ms);
        }

        if (ReachedMs(TurnStage.FirstAudio) is var latency && !double.IsNaN(latency))
            yield return ("latency", latency);
    }

    private static void Record(TurnStage stage, double ms) => Stages.Record(ms, new KeyValuePair<string, object?>("realtime.turn.stage", NameOf(stage)));

    private bool Mark(TurnStage stage)
    {
        if (!double.IsNaN(ReachedMs(stage)))
            return false;
        Volatile.Write(ref _reachedMs[(int)stage], clock.GetElapsedTime(_start).TotalMilliseconds);
        if (!_isGuess)
            Record(stage, StageMs(stage));
        return !_isGuess;
    }
}
