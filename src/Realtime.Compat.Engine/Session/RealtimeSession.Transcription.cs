using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Live;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Guesses that may be wrong in one turn. A speaker who pauses often would otherwise keep an engine busy with pieces nobody needs.</summary>
    private const int MaxSpeculationsDiscarded = 2;

    /// <summary>Transcription of a turn that has probably ended; null when nothing was guessed.</summary>
    private Speculation? _speculation;

    /// <summary>The same where the words decide whether the turn is over: a speaker who pauses more often than this is judged by sound alone.</summary>
    private const int MaxDecisionsDiscarded = 12;

    private int _speculationsDiscarded;

    /// <summary>The language the user spoke last; null while no engine told.</summary>
    private string? _heardLanguage;

    /// <summary>The turn may be over: its words are worked out while its closing silence still runs.</summary>
    private void Speculate(ITurnDetector turns)
    {
        // Where the words decide, they are wanted at each pause; elsewhere they only save time.
        var decides = turns.WantsWords || _tentative is not null;
        if (_speculation is not null || !(decides || _setup.SpeculatesTranscription) || _speculationsDiscarded >= (decides ? MaxDecisionsDiscarded : MaxSpeculationsDiscarded))
            return;

        var utterance = new Utterance(_input.Peek(_tentative?.StartMs ?? _turnStartMs, _input.NowMs), _input.Format) { ReportTranscription = false, NoiseReduction = _configuration.NoiseReduction };
        var live = UsableLive();
        _speculation = new Speculation(
            cancellationToken => Transcriber.TranscribeAsync(
                live, _backends.SpeechToText, utterance, TranscriptionWishes.Of(_configuration), static _ => ValueTask.CompletedTask, cancellationToken),
            _ending.Token);
        Own(ReportSpeculationAsync(_speculation));
    }

    private async Task ReportSpeculationAsync(Speculation speculation)
    {
        try
        {
            var words = await speculation.TranscriptAsync().ConfigureAwait(false);
            await ReportAsync(new SessionInput.SpeculationEnded(speculation, words)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The session ended meanwhile.
        }
    }

    /// <summary>The words of a turn that may be over are known: they may decide whether it is, and whether it interrupts. Or it is over already.</summary>
    private void EndSpeculation(Speculation speculation, Transcript? transcript)
    {
        speculation.End(transcript);
        _heardLanguage = transcript?.Language ?? _heardLanguage;
        if (speculation.Adopted is { } adopted)
        {
            EndAdopted(adopted.ItemId, adopted.Utterance, transcript);
        }
        else if (speculation == _speculation && _turns is { } turns)
        {
            var words = transcript?.Text;
            if (words is not null)
                turns.Understand(words);
            WeighInterruption(words, turns);
            if (words is not null)
                BeginAnswer(words);
        }
    }

    /// <summary>The guess was right. If the engine failed at it, it gets the chance that it would have had without.</summary>
    private void Adopt(Speculation speculation, string itemId, Utterance utterance)
    {
        if (speculation.IsEnded)
            EndAdopted(itemId, utterance, speculation.Words);
        else
            speculation.Adopted = (itemId, utterance);
    }

    private void EndAdopted(string itemId, Utterance utterance, Transcript? transcript)
    {
        if (transcript is not null)
            EndTranscription(itemId, TranscriptionOutcome.Of(transcript));
        else
            Own(TranscribeAsync(itemId, utterance, null));
    }

    private void DiscardSpeculation()
    {
        DiscardAnswer();
        ForgetQuestion();
        if (_speculation is null)
            return;
        _speculation.Discard();
        _speculation = null;
        _speculationsDiscarded++;
    }

    /// <param name="itemId">The utterance's item.</param>
    /// <param name="utterance">The utterance.</param>
    /// <param name="live">Who followed it; disposed here. Null when nobody did.</param>
    private async Task TranscribeAsync(string itemId, Utterance utterance, LiveHearing? live)
    {
        using var following = live;
        try
        {
            var transcript = await Transcriber.TranscribeAsync(
                live,
                _backends.SpeechToText,
                utterance,
                TranscriptionWishes.Of(_configuration),
                delta => ReportAsync(new SessionInput.TranscriptionProgressed(itemId, delta)),
                _ending.Token).ConfigureAwait(false);
            await EndTranscriptionAsync(itemId, TranscriptionOutcome.Of(transcript)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session ended meanwhile.
        }
        catch (Exception exception)
        {
            var failure = StageFailure.Describe(exception, "The transcription engine");
            LogTranscriptionFailed(StageFailure.Unexpected(exception), Id, itemId, failure);
            await EndTranscriptionAsync(itemId, new TranscriptionOutcome(null, failure)).ConfigureAwait(false);
        }
    }

    private async Task EndTranscriptionAsync(string itemId, TranscriptionOutcome outcome)
    {
        try
        {
            await ReportAsync(new SessionInput.TranscriptionEnded(itemId, outcome)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The session ended meanwhile.
        }
    }

    private void ReportTranscriptionDelta(string itemId, Transcript delta, bool isLive = false)
    {
        if (!_conversation.TryGet(itemId, out var entry) || entry.Utterance is not { ReportTranscription: true } utterance || utterance.ReportsLive != isLive)
            return;
        utterance.Reported += delta.Text;
        Send(new InputAudioTranscriptionDelta { ItemId = itemId, ContentIndex = 0, Delta = delta.Text, Logprobs = delta.Logprobs });
    }

    private void EndTranscription(string itemId, TranscriptionOutcome outcome)
    {
        // An item that was deleted meanwhile may still be waited for by a response that was created before.
        var entry = _conversation.TryGet(itemId, out var found) ? found : FindAwaited(itemId) ?? _unanswered.Find(turn => turn.Id == itemId);
        if (entry?.Utterance is not { } utterance)
            return;

        utterance.Outcome = outcome;
        _heardLanguage = outcome.Language ?? _heardLanguage;
        if (outcome.Transcript is { } transcript)
            entry.TakeTranscript(transcript);
        if (utterance.ReportTranscription && found is not null)
            ReportTranscriptionEnd(itemId, utterance, outcome);
        LaunchReadyResponses();
    }

    private void ReportTranscriptionEnd(string itemId, Utterance utterance, TranscriptionOutcome outcome)
    {
        if (outcome.Transcript is not { } transcript)
        {
            Send(new InputAudioTranscriptionFailed
            {
                ItemId = itemId,
                ContentIndex = 0,
                Error = new TranscriptionError { Type = "transcription_error", Code = ErrorCodes.TranscriptionFailed, Message = outcome.Failure! },
            });
            return;
        }

        // Where the whole contradicts the pieces, the whole is what counts, and no piece can mend it.
        var rest = transcript.StartsWith(utterance.Reported, StringComparison.Ordinal) ? transcript[utterance.Reported.Length..] : "";
        if (rest.Length > 0)
            Send(new InputAudioTranscriptionDelta { ItemId = itemId, ContentIndex = 0, Delta = rest, Logprobs = rest.Length == transcript.Length ? outcome.Logprobs : null });
        Send(new InputAudioTranscriptionCompleted
        {
            ItemId = itemId,
            ContentIndex = 0,
            Transcript = transcript,
            Logprobs = outcome.Logprobs,
            Usage = new TranscriptionUsage { Seconds = (int)Math.Ceiling(utterance.Duration.TotalSeconds) },
        });
    }
}
