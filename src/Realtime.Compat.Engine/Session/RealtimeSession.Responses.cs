using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Engine.Responding.Speech;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>Pairs that a response's metadata may hold.</summary>
    private const int MaxMetadata = 16;

    /// <summary>The pair that tells the stages' times.</summary>
    private const string TimingsKey = "timings";

    private readonly Dictionary<string, ResponseRun> _responses = new(StringComparer.Ordinal);
    private readonly List<ResponseRun> _ended = [];

    /// <summary>The conversation's one running response; out-of-band ones are in <see cref="_responses"/> only.</summary>
    private ResponseRun? _active;

    /// <summary>
    /// Turns that ended and are to be answered, oldest first: their words are awaited, or a response runs that may not be interrupted, or the
    /// user speaks again.
    /// </summary>
    private readonly List<ConversationEntry> _unanswered = [];

    /// <summary>Whether the assistant's voice was heard in the conversation: it is fixed from then on.</summary>
    private bool _hasSpoken;

    /// <summary>
    /// Answers the turns that ended, by one response, once their words are known and nothing else is being answered. A turn without words, a
    /// cough or a door, is not answered at all.
    /// </summary>
    private void AnswerTurns()
    {
        var wordless = _unanswered.RemoveAll(static turn => turn.Utterance?.Outcome is { Transcript.Length: 0 });
        if (wordless > 0 && _unanswered.Count == 0 && _active is null)
            StartIdling();
        var userSpeaks = _turnItemId is not null && _configuration.TurnDetection is { InterruptResponse: true };
        if (_unanswered.Count == 0 || _active is not null || userSpeaks || _unanswered.Exists(static turn => turn.Utterance?.Outcome is null))
            return;

        var last = _unanswered[^1];
        _unanswered.Clear();
        Answer(last);
    }

    /// <summary>Answers the conversation by itself.</summary>
    /// <param name="turn">The user's turn that asks for it; null when it is their silence.</param>
    private void Answer(ConversationEntry? turn)
    {
        if (!TryAdoptAnswer(turn))
            StartResponse(new ResponseParameters(), new ResponseContext([.. _conversation.Entries], turn));
    }

    private void StartResponse(ResponseParameters wishes, ResponseContext context)
    {
        var id = Ids.Response();
        var plan = ResponsePlan.For(_configuration, _setup.Playback is null ? wishes : wishes with { OutputFormat = null });
        StopIdling();
        DiscardAnswer();
        if (!plan.OutOfBand)
            StopWaitingForRequest();
        var grammar = new ResponseGrammar(id, plan, _conversation, _playout, Send);
        grammar.Create();
        var timings = new TurnTimings(_clock, context.Turn?.Utterance?.ClosingSilenceMs, context.Turn?.Utterance?.CommittedAt);
        var response = new ResponseRun(id, plan, grammar, context, timings, new TurnTrace(Id, id, timings)) { Wishes = wishes, Servers = ConnectServersOf(plan) };
        _responses.Add(id, response);
        if (!plan.OutOfBand)
            _active = response;
        if (_setup.RateLimits?.TryBegin() is { } exhausted)
            EndResponse(response, ResponseOutcome.RateLimited(exhausted));
        else
            LaunchIfReady(response);
    }

    private ConversationEntry? FindAwaited(string itemId) =>
        _responses.Values.SelectMany(response => response.Context.Items).FirstOrDefault(entry => entry.Id == itemId);

    private void LaunchReadyResponses()
    {
        foreach (var response in _responses.Values.Where(response => !response.IsLaunched).ToArray())
            LaunchIfReady(response);
    }

    /// <summary>Starts the pipeline once every word of the context is known.</summary>
    private void LaunchIfReady(ResponseRun response)
    {
        if (response.IsLaunched || !response.Context.IsReady || response.Servers.Any(server => !server.IsSettled))
            return;

        var approved = ApprovedCallsOf(response);
        var tools = ToolsOf(response, ChoiceOf(response, hasCalled: approved.Count > 0));

        if (response.Context.Turn?.Utterance?.Outcome is { Transcript: null, Failure: var failure })
        {
            EndResponse(response, ResponseOutcome.Failed(ErrorCodes.TranscriptionFailed, failure!));
        }
        else if (!TryLaunch(response, tools, approved))
        {
            EndResponse(response, ResponseOutcome.Failed("context_length_exceeded", "The conversation is longer than the chat model's context window."));
        }
    }

    /// <summary>Starts the pipeline of a response.</summary>
    /// <returns>False when the conversation does not fit the model's window.</returns>
    private bool TryLaunch(ResponseRun response, ToolSet tools, List<McpCall> approved)
    {
        if (!ContextWindow.TryFit(response.Context, response.Plan, tools.Tokens, _configuration.Truncation, _backends.ContextLength(), out var context))
            return false;
        response.Launch(context, tools);
        var rounds = new ToolRounds(_backends.Chat, tools, approved, response.Timings, _setup.RunsOnCallersThread);
        response.Work = RespondAsync(response, rounds, ChatPrompt.Messages(response.Plan, context), ChatPrompt.Options(response.Plan, tools, _backends.ChatModel(_configuration.Model)));
        Own(response.Work);
        return true;
    }

    private async Task RespondAsync(ResponseRun response, ToolRounds rounds, List<ChatMessage> messages, ChatOptions options)
    {
        response.Trace.Enter();
        var speaker = new Speaker(_backends.TextToSpeech, Id, TranscriptionWishes.Of(_configuration).Language ?? _heardLanguage);
        var pace = new Pace(_clock, response.Plan.OutOfBand ? TimeSpan.Zero : _setup.AudioLead, _clock.GetUtcNow() + AudioLeft);
        var pipeline = new ResponsePipeline(
            rounds, response.Plan.OutputModality, () => new SpeechLine(speaker, response.Plan, response.Timings, pace, _outbox, Report), Report);
        try
        {
            if (await pipeline.RunAsync(messages, options, response.Stopping).ConfigureAwait(false) is { } failure)
                LogResponseFailed(StageFailure.Unexpected(failure), Id, response.Id, failure.Message);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session ended while the pipeline reported.
        }

        ValueTask Report(ResponseStep step) => ReportAsync(new SessionInput.ResponseProgressed(response.Id, step));
    }

    private void AdvanceResponse(string responseId, ResponseStep step)
    {
        if (_guess?.Response.Id == responseId)
            _guess.Steps.Enqueue(step);
        else if (_responses.TryGetValue(responseId, out var response) && !HoldBack(response, step))
            Advance(response, step);
    }

    private void Advance(ResponseRun response, ResponseStep step)
    {
        switch (step)
        {
            case ResponseStep.Text text:
                response.Grammar.WriteText(text.Delta);
                break;
            case ResponseStep.ClauseBegun clause:
                response.Grammar.BeginClause(clause.Transcript);
                break;
            case ResponseStep.Audio audio:
                _hasSpoken |= !response.Plan.OutOfBand;
                var isPlayed = !response.Plan.OutOfBand && response.Id != _silenced;
                if (isPlayed)
                    RememberSound(audio.Samples, response.Plan.OutputFormat);
                response.Grammar.WriteAudio(audio.Samples, isPlayed);
                response.Timings.FirstAudio();
                break;
            case ResponseStep.WordSpoken word:
                response.Grammar.NoteTiming(word.Timing);
                break;
            case ResponseStep.ClauseEnded:
                response.Grammar.EndClause();
                break;
            case ResponseStep.FunctionCallArguments call:
                response.Grammar.WriteArguments(call.CallId, call.Name, call.Delta);
                break;
            case ResponseStep.FunctionCall call:
                response.Grammar.WriteFunctionCall(call.CallId, call.Name, call.Arguments);
                break;
            case ResponseStep.McpCallBegun begun:
                response.Grammar.BeginMcpCall(begun.Call);
                TakeApproval(begun.Call);
                begun.Told.SetResult();
                break;
            case ResponseStep.McpCallEnded ended:
                response.Grammar.EndMcpCall(ended.Result);
                break;
            case ResponseStep.McpApprovalRequested requested:
                RequestApproval(response, requested.Call);
                break;
            case ResponseStep.Ended ended:
                EndResponse(response, ended.Outcome);
                break;
        }
    }

    private void EndResponse(ResponseRun response, ResponseOutcome outcome)
    {
        _responses.Remove(response.Id);
        _ended.Add(response);
        response.Stop();
        CloseServers(response.Servers);
        var usage = UsageOf(response, outcome);
        response.Grammar.Finish(outcome, usage, MetadataOf(response));
        ReportRateLimits(usage);
        response.Trace.End(outcome.Status, outcome.Error?.Code, _clock.GetUtcNow());
        LogResponseEnded(Id, response.Id, outcome.Status, response.Timings);
        EndPlayback();
        if (_active != response)
            return;

        _active = null;
        AnswerTurns();
        if (_active is null)
        {
            StartIdling();
            WaitForRequest();
        }
    }

    /// <summary>After the response, as OpenAI's live server sends it; its documents say before.</summary>
    private void ReportRateLimits(ResponseUsage usage)
    {
        if (_setup.RateLimits is not { } limits)
            return;
        limits.Use(usage.TotalTokens);
        Send(new RateLimitsUpdated { RateLimits = limits.Remaining() });
    }

    /// <summary>The client's metadata, with the stages' times for one that asked for them and left room.</summary>
    private IReadOnlyDictionary<string, string>? MetadataOf(ResponseRun response)
    {
        var given = response.Plan.Metadata;
        return !_setup.ReportsTimings || given?.Count >= MaxMetadata || given?.ContainsKey(TimingsKey) is true
            ? given
            : new Dictionary<string, string>(given ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [TimingsKey] = response.Timings.ToJson() };
    }

    /// <summary>What a response used. One that never reached the model used nothing.</summary>
    private static ResponseUsage UsageOf(ResponseRun response, ResponseOutcome outcome)
    {
        if (!response.IsLaunched || outcome.Status is ResponseStatus.Failed)
            return new ResponseUsage();
        var promptTokens = TokenEstimate.Of(response.Plan.Instructions) + response.Context.Items.Sum(entry => TokenEstimate.Of(entry.Item));
        return TokenCounts.Of(outcome.ChatUsage, promptTokens, response.Grammar.TextTokens, response.Context.SpeechDuration, response.Grammar.AudioMs);
    }

    private void StopResponses()
    {
        foreach (var response in _responses.Values)
            response.Stop();
    }

    /// <summary>Lets go of responses that are over and whose pipelines have stopped: a long conversation keeps nothing of them.</summary>
    private void ReleaseResponses() => _ended.RemoveAll(static response =>
    {
        if (!response.Work.IsCompleted)
            return false;
        response.Dispose();
        return true;
    });

    private void DisposeResponses()
    {
        foreach (var response in _responses.Values.Concat(_ended))
            response.Dispose();
    }
}
