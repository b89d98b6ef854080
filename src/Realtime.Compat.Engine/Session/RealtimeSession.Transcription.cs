using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
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

    private int _speculationsDiscarded;

    /// <summary>The turn may be over: its words are worked out while its closing silence still runs.</summary>
    private void Speculate()
    {
        if (!_setup.SpeculatesTranscription || _speculationsDiscarded >= MaxSpeculationsDiscarded)
            return;

        var utterance = new Utterance(_input.Peek(_turnStartMs, _input.NowMs), _input.Format) { ReportTranscription = false };
        _speculation = new Speculation(cancellationToken =>
            Transcriber.TranscribeAsync(_backends.SpeechToText, utterance, TranscriptionWishes.Of(_configuration), static _ => ValueTask.CompletedTask, cancellationToken));
    }

    private void DiscardSpeculation()
    {
        if (_speculation is null)
            return;
        Own(_speculation.DisposeAsync().AsTask());
        _speculation = null;
        _speculationsDiscarded++;
    }

    /// <summary>The guess was right. If the engine failed at it, it gets the chance that it would have had without.</summary>
    private async Task AdoptAsync(Speculation speculation, string itemId, Utterance utterance)
    {
        Transcript? transcript;
        await using (speculation.ConfigureAwait(false))
            transcript = await speculation.TranscriptAsync(_ending.Token).ConfigureAwait(false);
        if (transcript is not null)
            await EndTranscriptionAsync(itemId, new TranscriptionOutcome(transcript.Text, null, transcript.Logprobs)).ConfigureAwait(false);
        else if (!_ending.IsCancellationRequested)
            await TranscribeAsync(itemId, utterance).ConfigureAwait(false);
    }

    private async Task TranscribeAsync(string itemId, Utterance utterance)
    {
        try
        {
            var transcript = await Transcriber.TranscribeAsync(
                _backends.SpeechToText,
                utterance,
                TranscriptionWishes.Of(_configuration),
                delta => ReportAsync(new SessionInput.TranscriptionProgressed(itemId, delta)),
                _ending.Token).ConfigureAwait(false);
            await EndTranscriptionAsync(itemId, new TranscriptionOutcome(transcript.Text, null, transcript.Logprobs)).ConfigureAwait(false);
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

    private void ReportTranscriptionDelta(string itemId, Transcript delta)
    {
        if (!_conversation.TryGet(itemId, out var entry) || entry.Utterance is not { ReportTranscription: true } utterance)
            return;
        utterance.HasReportedDelta = true;
        Send(new InputAudioTranscriptionDelta { ItemId = itemId, ContentIndex = 0, Delta = delta.Text, Logprobs = delta.Logprobs });
    }

    private void EndTranscription(string itemId, TranscriptionOutcome outcome)
    {
        // An item that was deleted meanwhile may still be waited for by a response that was created before.
        var entry = _conversation.TryGet(itemId, out var found) ? found : FindAwaited(itemId);
        if (entry?.Utterance is not { } utterance)
            return;

        utterance.Outcome = outcome;
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

        if (!utterance.HasReportedDelta && transcript.Length > 0)
            Send(new InputAudioTranscriptionDelta { ItemId = itemId, ContentIndex = 0, Delta = transcript, Logprobs = outcome.Logprobs });
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
