using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Engine.Tools;

/// <summary>
/// Asks the chat model until it has answered: as long as all it calls are MCP tools that need no consent, the calls are made and it is asked again
/// with what they returned. A client's function, or a call that waits for consent, ends the response instead.
/// </summary>
internal sealed class ToolRounds(IChatClient chat, ToolSet tools, IReadOnlyList<McpCall> approved, TurnTimings timings, bool staysOnLoopsThread = false)
{
    /// <summary>Rounds of calls in one response. The model is then asked once more, without tools.</summary>
    public const int MaxRounds = 8;

    /// <summary>Arguments go over the wire on one line.</summary>
    private static readonly JsonSerializerOptions ArgumentsJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>Runs to the end.</summary>
    /// <param name="messages">The prompt; calls and what they returned are added.</param>
    /// <param name="options">Tools and limits of the first round.</param>
    /// <param name="onText">Takes text, piece by piece.</param>
    /// <param name="onStep">Takes calls and requests for approval.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ResponseOutcome> RunAsync(
        List<ChatMessage> messages, ChatOptions options, Func<string, ValueTask> onText, Func<ResponseStep, ValueTask> onStep, CancellationToken cancellationToken)
    {
        foreach (var call in approved)
        {
            var result = await MakeAsync(call, onStep, cancellationToken).ConfigureAwait(false);
            messages.AddRange(McpHistory.Messages(call.ItemId, call.Name, call.Arguments, result.ForModel));
        }

        var limit = options.MaxOutputTokens;
        UsageDetails? usage = null;
        for (var round = 0; ; round++)
        {
            var turn = await AskAsync(messages, options, onText, onStep, cancellationToken).ConfigureAwait(false);
            usage = Sum(usage, turn.Outcome.ChatUsage);
            var outcome = turn.Outcome with { ChatUsage = usage };
            if (outcome.Status is not ResponseStatus.Completed || turn.Calls.Count == 0)
                return outcome;
            if (round == MaxRounds)
                return ResponseOutcome.Failed("too_many_tool_calls", $"The chat model called MCP tools {MaxRounds} times in a row and did not answer.") with { ChatUsage = usage };

            messages.Add(turn.ToMessage());
            var goesOn = !turn.CallsClient;
            foreach (var call in turn.Calls)
                goesOn &= await FollowAsync(call, messages, onStep, cancellationToken).ConfigureAwait(false);
            if (!goesOn)
                return outcome;
            options = Next(options, round, limit - (int)(usage?.OutputTokenCount ?? 0));
            if (options.MaxOutputTokens <= 0)
                return outcome with { Status = ResponseStatus.Incomplete, Reason = StatusReason.MaxOutputTokens };
        }
    }

    /// <summary>What was demanded was called: from now on the model decides, and within what is left of its tokens.</summary>
    private ChatOptions Next(ChatOptions options, int round, int? tokensLeft)
    {
        var next = options.Clone();
        next.Tools = round + 1 < MaxRounds ? tools.Declarations : null;
        next.ToolMode = next.Tools is null ? null : ChatToolMode.Auto;
        next.MaxOutputTokens = tokensLeft;
        return next;
    }

    /// <summary>Makes a call, or asks the client whether it may be made.</summary>
    /// <returns>Whether the model can be asked again right away.</returns>
    private async Task<bool> FollowAsync(FunctionCallContent content, List<ChatMessage> messages, Func<ResponseStep, ValueTask> onStep, CancellationToken cancellationToken)
    {
        tools.TryGetMcp(content.Name, out var binding);
        var call = new McpCall(Ids.Item(), binding!.ServerLabel, binding.Tool.Name, Json(content.Arguments), ApprovalRequestId: null);
        if (binding.NeedsApproval)
        {
            await onStep(new ResponseStep.McpApprovalRequested(call)).ConfigureAwait(false);
            return false;
        }

        var result = await MakeAsync(call, onStep, cancellationToken).ConfigureAwait(false);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(content.CallId, result.ForModel)]));
        return true;
    }

    private async Task<McpCallResult> MakeAsync(McpCall call, Func<ResponseStep, ValueTask> onStep, CancellationToken cancellationToken)
    {
        var begun = new ResponseStep.McpCallBegun(call, new TaskCompletionSource(staysOnLoopsThread ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously));
        await onStep(begun).ConfigureAwait(false);
        await begun.Told.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var result = tools.TryGetMcp(call.ServerLabel, call.Name, out var binding)
            ? await CallAsync(binding.Server, call, cancellationToken).ConfigureAwait(false)
            : McpCallResult.Failed(new McpToolExecutionError { Message = $"The MCP server {call.ServerLabel} is not connected, or has no tool {call.Name}." });
        await onStep(new ResponseStep.McpCallEnded(result)).ConfigureAwait(false);
        return result;
    }

    /// <summary>A connector that breaks its promise and throws costs the call, not the response.</summary>
    private static async Task<McpCallResult> CallAsync(IMcpServer server, McpCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await server.CallAsync(call.Name, JsonElement.Parse(call.Arguments), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return McpCallResult.Failed(new McpToolExecutionError { Message = "The call failed unexpectedly." });
        }
    }

    private async Task<Turn> AskAsync(
        List<ChatMessage> messages, ChatOptions options, Func<string, ValueTask> onText, Func<ResponseStep, ValueTask> onStep, CancellationToken cancellationToken)
    {
        var turn = new Turn();
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in chat.GetStreamingResponseAsync(messages, options, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            finish = update.FinishReason ?? finish;
            foreach (var content in update.Contents)
            {
                if (options.AllowMultipleToolCalls is false && turn.IsSecondCall(content))
                    continue;
                switch (content)
                {
                    case TextContent { Text.Length: > 0 } text:
                        timings.FirstToken();
                        turn.Text.Append(text.Text);
                        await onText(text.Text).ConfigureAwait(false);
                        break;
                    case { } when ArgumentsFragment.Read(content) is { } fragment:
                        timings.FirstToken();
                        // An MCP call is shown when it is made, whole.
                        if (!tools.TryGetMcp(fragment.Name, out _))
                            await onStep(fragment).ConfigureAwait(false);
                        break;
                    case FunctionCallContent call:
                        timings.FirstToken();
                        if (tools.TryGetMcp(call.Name, out _))
                            turn.Calls.Add(call.CallId is { Length: > 0 } ? call : new FunctionCallContent(Ids.Call(), call.Name, call.Arguments));
                        else
                            await onStep(turn.CallClient(ToStep(call))).ConfigureAwait(false);
                        break;
                    case UsageContent details:
                        usage = details.Details;
                        break;
                    case ErrorContent error:
                        throw new HttpRequestException(error.Message);
                }
            }
        }

        turn.Outcome = finish == ChatFinishReason.Length ? Incomplete(StatusReason.MaxOutputTokens, usage)
            : finish == ChatFinishReason.ContentFilter ? Incomplete(StatusReason.ContentFilter, usage)
            : new ResponseOutcome { Status = ResponseStatus.Completed, ChatUsage = usage };
        return turn;
    }

    private static ResponseOutcome Incomplete(StatusReason reason, UsageDetails? usage) =>
        new() { Status = ResponseStatus.Incomplete, Reason = reason, ChatUsage = usage };

    private static UsageDetails? Sum(UsageDetails? before, UsageDetails? more)
    {
        if (before is null || more is null)
            return more ?? before;
        var sum = new UsageDetails();
        sum.Add(before);
        sum.Add(more);
        return sum;
    }

    private static ResponseStep.FunctionCall ToStep(FunctionCallContent call) =>
        new(call.CallId is { Length: > 0 } id ? id : Ids.Call(), call.Name, Json(call.Arguments));

    private static string Json(IDictionary<string, object?>? arguments) =>
        JsonSerializer.Serialize(arguments ?? new Dictionary<string, object?>(), ArgumentsJson.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>What the model said and wants in one round.</summary>
    private sealed class Turn
    {
        private string? _callId;
        private bool _isCalled;

        public StringBuilder Text { get; } = new();

        /// <summary>Calls of MCP tools, in order.</summary>
        public List<FunctionCallContent> Calls { get; } = [];

        public bool CallsClient { get; private set; }

        public ResponseOutcome Outcome { get; set; } = null!;

        /// <summary>Whether something is of a second call. Not every model keeps to one when it is told to.</summary>
        public bool IsSecondCall(AIContent content)
        {
            if (ArgumentsFragment.Read(content) is { } fragment)
                return (_callId ??= fragment.CallId) != fragment.CallId;
            if (content is not FunctionCallContent call)
                return false;
            if (_isCalled || (_callId ??= call.CallId) != call.CallId)
                return true;
            _isCalled = true;
            return false;
        }

        public ResponseStep.FunctionCall CallClient(ResponseStep.FunctionCall call)
        {
            CallsClient = true;
            return call;
        }

        /// <summary>The round as the model reads it in the next.</summary>
        public ChatMessage ToMessage() => new(ChatRole.Assistant, Text.Length > 0 ? [new TextContent(Text.ToString()), .. Calls] : [.. Calls]);
    }
}
