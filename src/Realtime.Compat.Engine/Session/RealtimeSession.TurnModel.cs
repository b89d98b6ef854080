using Realtime.Compat.Engine.Hearing.Turns;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>What the turn model is asked about the silence that runs now; null when nothing.</summary>
    private TurnQuestion? _question;

    private bool _hasTurnModelFailed;

    /// <summary>The turn may be over: its sound is judged while its closing silence still runs.</summary>
    private void AskTurnModel(ITurnDetector turns)
    {
        if (!turns.WantsJudgement || _backends.TurnModel is not { IsReady: true } model)
            return;

        ForgetQuestion();
        _question = new TurnQuestion();
        var now = _input.NowMs;
        var start = Math.Max(_tentative?.StartMs ?? _turnStartMs, now - TurnAudio.LongestMs);
        Own(JudgeTurnAsync(_question, model, new TurnAudio(_input.View(start, now), _input.Format)));
    }

    private async Task JudgeTurnAsync(TurnQuestion question, ITurnModel model, TurnAudio audio)
    {
        try
        {
            if (await question.AskAsync(model, audio).ConfigureAwait(false) is { } completion)
                await ReportAsync(new SessionInput.TurnJudged(question, completion)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The speaker went on, the turn is over, or the session.
        }
        catch (Exception exception)
        {
            // Words and prosody decide alone. Once is enough to know of it.
            if (!_hasTurnModelFailed)
                LogTurnModelFailed(exception, Id);
            _hasTurnModelFailed = true;
        }
    }

    /// <summary>The model has judged. About a silence that is over it has nothing to say any more.</summary>
    private void HearJudgement(TurnQuestion question, double completion)
    {
        if (question != _question || _turns is not { } turns)
            return;
        ForgetQuestion();
        LogTurnJudged(Id, completion);
        turns.Judge(completion);
    }

    private void ForgetQuestion()
    {
        _question?.Dispose();
        _question = null;
    }
}
