using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>An answer to the turn that may be over; null when none was begun.</summary>
    private SpeculativeAnswer? _guess;

    /// <summary>The words of a turn that may be over are known: its answer is begun, if the operator wants so and nothing stands against it.</summary>
    private void BeginAnswer(string words)
    {
        var wanted = _setup.TurnTaking.Speculate && _configuration is { Kind: SessionKind.Realtime, TurnDetection.CreateResponse: true };
        var free = _setup.RateLimits is null && _guess is null && _active is null && _unanswered.Count == 0 && _servers.Values.All(static server => server.IsSettled);
        if (!wanted || !free || words.Length == 0 || _turnItemId is not { } itemId)
            return;

        var turn = new ConversationEntry(new MessageItem { Id = itemId, Role = Role.User, Content = [new InputAudio { Transcript = words }] })
        {
            Utterance = new Utterance(_input.Peek(_turnStartMs, _input.NowMs), _input.Format) { ReportTranscription = false, Outcome = new TranscriptionOutcome(words, null) },
        };
        IReadOnlyList<ConversationEntry> before = [.. _conversation.Entries];
        var context = new ResponseContext([.. before, turn], turn);
        if (!context.IsReady)
            return;

        var plan = ResponsePlan.For(_configuration, new ResponseParameters());
        var id = Ids.Response();
        var timings = new TurnTimings(_clock, isGuess: true);
        var response = new ResponseRun(id, plan, new ResponseGrammar(id, plan, _conversation, _playout, Send), context, timings, new TurnTrace(Id, id, timings));
        if (TryLaunch(response, ToolsOf(response, ChoiceOf(response, hasCalled: false)), []))
            _guess = new SpeculativeAnswer(response, words, before, _configuration);
        else
            response.Dispose();
    }

    /// <summary>The turn is over: if the answer that was begun still answers it, it is the answer.</summary>
    /// <returns>False when a new one is needed.</returns>
    private bool TryAdoptAnswer(ConversationEntry? turn)
    {
        if (_guess is not { } guess || turn is null || !guess.Answers(turn, _conversation.Entries, _configuration))
            return false;

        _guess = null;
        StopIdling();
        StopWaitingForRequest();
        var response = guess.Response;
        response.Adopt(turn);
        _responses.Add(response.Id, response);
        _active = response;
        response.Grammar.Create();
        while (guess.Steps.TryDequeue(out var step))
            AdvanceResponse(response.Id, step);
        return true;
    }

    private void DiscardAnswer()
    {
        if (_guess is not { } guess)
            return;
        _guess = null;
        guess.Response.Stop();
        _ended.Add(guess.Response);
    }
}
