namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>
/// Finds turns in the voice: a turn starts when speech has lasted <see cref="MinSpeechMs"/>; it ends when no frame reached the release
/// threshold for as long as its patience lasts. The release threshold lies 0.15 below the start threshold, as Silero's own iterator
/// has it, so that a voice trailing off does not flicker.
/// </summary>
/// <param name="threshold">Probability from which a frame is speech, 0…1.</param>
/// <param name="prefixPaddingMs">Audio from before the speech that belongs to the turn.</param>
/// <param name="patience">How long a silence ends a turn.</param>
internal sealed class VoiceTurnDetector(double threshold, int prefixPaddingMs, IPatience patience) : ITurnDetector
{
    /// <summary>Speech needed before a turn starts: a click or a tap is shorter.</summary>
    public const int MinSpeechMs = 64;

    /// <summary>Silence after which a turn may be over: most pauses inside a sentence are shorter.</summary>
    private const int MayHaveEndedMs = 200;

    private const double ReleaseBelow = 0.15;

    private readonly double _release = Math.Max(threshold - ReleaseBelow, 0.01);
    private long _speechStartMs = -1;
    private long _lastSpeechMs;
    private long _earliestStartMs;
    private bool _mayHaveEnded;

    /// <inheritdoc/>
    public bool InTurn { get; private set; }

    /// <inheritdoc/>
    public double Threshold => threshold;

    /// <inheritdoc/>
    public int LookBackMs => prefixPaddingMs + MinSpeechMs;

    /// <inheritdoc/>
    public bool WantsWords => patience.WantsWords;

    /// <inheritdoc/>
    public bool WantsJudgement => patience.WantsJudgement;

    /// <inheritdoc/>
    public TurnMark Hear(in SpeechFrame frame, ReadOnlySpan<float> samples)
    {
        var mark = InTurn ? HearInTurn(frame) : HearOutsideTurn(frame);
        if (InTurn)
            patience.Hear(samples, frame.Probability >= _release);
        return mark;
    }

    /// <inheritdoc/>
    public void Understand(string words)
    {
        if (_mayHaveEnded)
            patience.Understand(words);
    }

    /// <inheritdoc/>
    public void Judge(double completion)
    {
        if (_mayHaveEnded)
            patience.Judge(completion);
    }

    /// <inheritdoc/>
    public void ContinueTurn(long nowMs)
    {
        if (!InTurn)
            patience.Begin();
        InTurn = true;
        _mayHaveEnded = false;
        _lastSpeechMs = nowMs;
    }

    /// <inheritdoc/>
    public void Reopen(long nowMs)
    {
        InTurn = true;
        _mayHaveEnded = true;
        _lastSpeechMs = nowMs;
    }

    /// <inheritdoc/>
    public void Reset(long atMs)
    {
        InTurn = false;
        _mayHaveEnded = false;
        _speechStartMs = -1;
        _earliestStartMs = Math.Max(_earliestStartMs, atMs);
    }

    private TurnMark HearOutsideTurn(in SpeechFrame frame)
    {
        if (frame.Probability < threshold)
        {
            _speechStartMs = -1;
            return TurnMark.None;
        }

        if (_speechStartMs < 0)
            _speechStartMs = frame.StartMs;
        if (frame.EndMs - _speechStartMs < MinSpeechMs)
            return TurnMark.None;

        InTurn = true;
        patience.Begin();
        _lastSpeechMs = frame.EndMs;
        return new TurnMark(TurnMarkKind.Started, Math.Max(_speechStartMs - prefixPaddingMs, _earliestStartMs));
    }

    private TurnMark HearInTurn(in SpeechFrame frame)
    {
        if (frame.Probability >= _release)
        {
            _lastSpeechMs = frame.EndMs;
            var wentOn = _mayHaveEnded;
            _mayHaveEnded = false;
            if (!wentOn)
                return TurnMark.None;
            patience.GoOn();
            return new TurnMark(TurnMarkKind.WentOn, frame.StartMs);
        }

        var silenceMs = frame.EndMs - _lastSpeechMs;
        if (silenceMs < patience.WaitMs)
            return MayHaveEnded(silenceMs, frame.EndMs);

        // The closing silence belongs to this turn: the next one's padding must not take it again.
        Reset(frame.EndMs);
        return new TurnMark(TurnMarkKind.Ended, frame.EndMs);
    }

    private TurnMark MayHaveEnded(long silenceMs, long atMs)
    {
        if (_mayHaveEnded || silenceMs < MayHaveEndedMs)
            return TurnMark.None;
        _mayHaveEnded = true;
        return new TurnMark(TurnMarkKind.MayHaveEnded, atMs);
    }
}
