using Realtime.Compat.Protocol.ClientEvents;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>A defect in one handler must not end the conversation: it is logged, the client gets an error, the loop goes on.</summary>
    private void HandleSafely(object input)
    {
        try
        {
            Handle(input);
            Settle();
        }
        catch (Exception exception)
        {
            Report(exception, input);
        }
    }

    private void Report(Exception exception, object input)
    {
        LogHandlerFailed(exception, Id, input.GetType().Name);
        SendError(SessionErrors.Internal(), (input as ClientEvent)?.EventId);
    }

    /// <summary>What follows any input: turns whose time has come are answered, what is over is let go.</summary>
    private void Settle()
    {
        AnswerTurns();
        _work.RemoveWhere(static task => task.IsCompleted);
        ReleaseResponses();
    }

    private void Handle(object input)
    {
        switch (input)
        {
            case ClientEvent clientEvent:
                Handle(clientEvent);
                break;
            case SessionInput.Rejected rejected:
                Send(new ErrorEvent { Details = rejected.Error });
                break;
            case SessionInput.TranscriptionProgressed progressed:
                ReportTranscriptionDelta(progressed.ItemId, progressed.Delta);
                break;
            case SessionInput.TranscriptionEnded ended:
                EndTranscription(ended.ItemId, ended.Outcome);
                break;
            case SessionInput.WordsHeard heard:
                HearWords(heard.Live, heard.Piece);
                break;
            case SessionInput.SpeculationEnded ended:
                EndSpeculation(ended.Speculation, ended.Words);
                break;
            case SessionInput.TurnJudged judged:
                HearJudgement(judged.Question, judged.Completion);
                break;
            case SessionInput.HoldElapsed elapsed:
                EndHold(elapsed.Tentative);
                break;
            case SessionInput.ResponseProgressed progressed:
                AdvanceResponse(progressed.ResponseId, progressed.Step);
                break;
            case SessionInput.McpSettled settled:
                SettleServer(settled.ItemId, settled.Failure);
                break;
            case SessionInput.ApprovalsAnswered answered:
                FollowApproval(answered.Wait);
                break;
            case SessionInput.PlaybackDrained:
                EndPlayback();
                break;
            case SessionInput.IdleElapsed elapsed:
                EndIdling(elapsed.Timeout);
                break;
            case SessionInput.Expired:
                Expire();
                break;
        }
    }

    private void Handle(ClientEvent clientEvent)
    {
        var error = clientEvent switch
        {
            SessionUpdate update => Update(update.Session),
            InputAudioBufferCommit => Commit(),
            InputAudioBufferClear => ClearInput(),
            ConversationItemCreate create => CreateItem(create),
            ConversationItemRetrieve retrieve => RetrieveItem(retrieve.ItemId),
            ConversationItemTruncate truncate => TruncateItem(truncate),
            ConversationItemDelete delete => DeleteItem(delete.ItemId),
            ResponseCreate create => CreateResponse(create.Response),
            ResponseCancel cancel => CancelResponse(cancel.ResponseId),
            OutputAudioBufferClear => ClearOutput(),
            _ => throw new InvalidOperationException($"No handler for {clientEvent.GetType().Name}."),
        };
        if (error is not null)
            SendError(error, clientEvent.EventId);
    }
}
