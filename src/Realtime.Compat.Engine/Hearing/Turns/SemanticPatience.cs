using Realtime.Compat.Engine.Hearing.Turns.Prosody;
using Realtime.Compat.Engine.Hearing.Turns.Words;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>
/// Waits by how finished the turn seems (<c>semantic_vad</c>): its words as soon as they are known, and how it sounded. Of the sound a
/// turn model's judgement, as soon as there is one, takes the place of the prosody: it hears that and more. Words and sound are
/// taken for independent witnesses, so their log-odds add up.
/// </summary>
/// <param name="eagerness">How soon to answer.</param>
/// <param name="sampleRateHz">Rate of the samples to come, a multiple of 4 kHz.</param>
internal sealed class SemanticPatience(Eagerness eagerness, int sampleRateHz) : IPatience
{
    /// <summary>Silence after a turn in which a recogniser finds no words: as <c>server_vad</c>'s.</summary>
    private const int NothingSaidMs = 500;

    /// <summary>What prosody says counts less beside words: the two agree more often than not.</summary>
    private const double ProsodyBesideWords = 0.6;

    /// <summary>Bounds of a model's log-odds, so that no model outvotes the words altogether.</summary>
    private const double ModelLimit = 3;

    private readonly ProsodyTracker _prosody = new(sampleRateHz);
    private double? _wordOdds;
    private double? _modelOdds;
    private double? _soundOdds;
    private bool _nothingSaid;

    /// <inheritdoc/>
    public int WaitMs => _nothingSaid
        ? Math.Min(NothingSaidMs, SemanticWait.LongestMs(eagerness))
        : SemanticWait.Ms(eagerness, LogOdds);

    /// <inheritdoc/>
    public bool WantsWords => true;

    /// <inheritdoc/>
    public bool WantsJudgement => true;

    /// <summary>Log-odds that the speaker is done, from all that is known of the running silence.</summary>
    private double LogOdds => (_wordOdds ?? 0) + (_modelOdds ?? (_wordOdds is null ? 1 : ProsodyBesideWords) * (_soundOdds ??= _prosody.LogOdds()));

    /// <inheritdoc/>
    public void Hear(ReadOnlySpan<float> samples, bool isSpeech)
    {
        _prosody.Hear(samples, isSpeech);
        if (isSpeech)
            _soundOdds = null;
    }

    /// <inheritdoc/>
    public void Understand(string words)
    {
        _nothingSaid = words.Length == 0;
        _wordOdds = _nothingSaid ? null : CompletionScorer.LogOdds(words);
    }

    /// <inheritdoc/>
    public void Judge(double completion) =>
        _modelOdds = Math.Clamp(Math.Log(Math.Max(completion, 1e-3) / Math.Max(1 - completion, 1e-3)), -ModelLimit, ModelLimit);

    /// <inheritdoc/>
    public void GoOn() => (_wordOdds, _modelOdds, _soundOdds, _nothingSaid) = (null, null, null, false);

    /// <inheritdoc/>
    public void Begin()
    {
        GoOn();
        _prosody.Reset();
    }
}
