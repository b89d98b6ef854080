namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>
/// Ends a turn after a fixed silence (<c>server_vad</c>). A turn starts when speech has lasted <see cref="MinSpeechMs"/>; it ends when no
/// frame reached the release threshold for the silence duration. The release threshold lies 0.15 below the start threshold, as
/// Silero's own iterator has it, so that a voice trailing off does not flicker.
/// </summary>
internal sealed class SilenceTurnDetector(double threshold, int prefixPaddingMs, int silenceDurationMs) : ITurnDetector
{
    /// <summary>Speech needed before a turn starts: a click or a tap is shorter.</summary>
    private const int MinSpeechMs = 64;

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
    public int LookBackMs => prefixPaddingMs + MinSpeechMs;

    /// <inheritdoc/>
    public TurnMark Hear(in SpeechFrame frame) => InTurn ? HearInTurn(frame) : HearOutsideTurn(frame);

    /// <inheritdoc/>
    public void ContinueTurn(long nowMs)
    {
        InTurn = true;
        _mayHaveEnded = false;
        _lastSpeechMs = nowMs;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        InTurn = false;
        _mayHaveEnded = false;
        _speechStartMs = -1;
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
            return wentOn ? new TurnMark(TurnMarkKind.WentOn, frame.StartMs) : TurnMark.None;
        }

        var silenceMs = frame.EndMs - _lastSpeechMs;
        if (silenceMs < silenceDurationMs)
            return MayHaveEnded(silenceMs, frame.EndMs);

        Reset();
        // The closing silence belongs to this turn: the next one's padding must not take it again.
        _earliestStartMs = frame.EndMs;
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
