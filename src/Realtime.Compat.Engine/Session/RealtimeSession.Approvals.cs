using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

public sealed partial class RealtimeSession
{
    /// <summary>
    /// Time in which a client that has answered every approval request may ask for the response itself, as OpenAI's own samples do right
    /// after the answer. OpenAI's Agents SDK never asks: for it, the session goes on by itself.
    /// </summary>
    private static readonly TimeSpan TimeToAsk = TimeSpan.FromMilliseconds(250);

    /// <summary>Approval requests whose call was made. A call is made once, whatever becomes of its items.</summary>
    private readonly HashSet<string> _usedApprovals = new(StringComparer.Ordinal);

    /// <summary>Approval requests that were not answered yet, and the response that made each.</summary>
    private readonly Dictionary<string, ResponseRun> _approvalRequests = new(StringComparer.Ordinal);

    /// <summary>The response whose requests were all answered: another is to follow it. Null when none is.</summary>
    private ResponseRun? _approvedResponse;

    private ITimer? _approvalWait;
    private int _approvalWaitNumber;

    private RealtimeError? RefuseAnswer(McpApprovalResponseItem answer)
    {
        if (!_conversation.TryGet(answer.ApprovalRequestId, out var entry) || entry.Item is not McpApprovalRequestItem)
            return SessionErrors.UnknownApprovalRequest(answer.ApprovalRequestId);
        return _usedApprovals.Contains(answer.ApprovalRequestId) || _conversation.HasAnswerTo(answer.ApprovalRequestId)
            ? SessionErrors.ApprovalAnswered(answer.ApprovalRequestId)
            : null;
    }

    private void RequestApproval(ResponseRun response, McpCall call)
    {
        response.Grammar.WriteMcpApprovalRequest(call);
        if (!response.Plan.OutOfBand)
            _approvalRequests[call.ItemId] = response;
    }

    /// <summary>The client has answered: once all requests of that response are, a response follows.</summary>
    private void TakeAnswer(McpApprovalResponseItem answer)
    {
        if (!_approvalRequests.Remove(answer.ApprovalRequestId, out var response) || _approvalRequests.ContainsValue(response))
            return;
        _approvedResponse = response;
        WaitForRequest();
    }

    /// <summary>A request that is gone needs no answer.</summary>
    private void ForgetApproval(string itemId) => _approvalRequests.Remove(itemId);

    private void WaitForRequest()
    {
        if (_approvedResponse is null || _active is not null)
            return;
        var number = ++_approvalWaitNumber;
        _approvalWait?.Dispose();
        _approvalWait = _clock.CreateTimer(_ => _inputs.Writer.TryWrite(new SessionInput.ApprovalsAnswered(number)), null, TimeToAsk, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A response begins, whoever asked for it: it makes the calls that were approved.</summary>
    private void StopWaitingForRequest()
    {
        _approvedResponse = null;
        _approvalWaitNumber++;
        _approvalWait?.Dispose();
        _approvalWait = null;
    }

    /// <summary>Nobody asked for the response. It is made as the one before it was, except that the model need not call a tool again.</summary>
    private void FollowApproval(int number)
    {
        // A timer that fired just before it was stopped is a timer of the past.
        if (number != _approvalWaitNumber || _approvedResponse is not { } response || _active is not null)
            return;
        StartResponse(
            response.Wishes with { Input = null, Metadata = null, ToolChoice = response.Wishes.ToolChoice is null ? null : Released(response.Wishes.ToolChoice) },
            new ResponseContext([.. _conversation.Entries], null));
    }

    /// <summary>The calls that the client approved and that were not made yet. A response out of band makes none: it has no part in the conversation.</summary>
    private List<McpCall> ApprovedCallsOf(ResponseRun response)
    {
        if (response.Plan.OutOfBand)
            return [];
        var requests = response.Context.Items.Select(entry => entry.Item).OfType<McpApprovalRequestItem>();
        var approved = response.Context.Items.Select(entry => entry.Item).OfType<McpApprovalResponseItem>().Where(answer => answer.Approve).Select(answer => answer.ApprovalRequestId);
        return
        [
            .. requests
                .Where(request => !_usedApprovals.Contains(request.Id) && approved.Contains(request.Id))
                .Select(request => new McpCall(Ids.Item(), request.ServerLabel, request.Name, request.Arguments, request.Id)),
        ];
    }

    /// <summary>What the session demands was called already when an approved call begins the response: from then on the model decides.</summary>
    private static ToolChoice ChoiceOf(ResponseRun response, bool hasCalled) =>
        hasCalled && response.Wishes.ToolChoice is null ? Released(response.Plan.ToolChoice) : response.Plan.ToolChoice;

    private static ToolChoice Released(ToolChoice demanded) => demanded.Mode is ToolChoiceMode.None ? demanded : ToolChoice.Auto;

    private void TakeApproval(McpCall call)
    {
        if (call.ApprovalRequestId is { } requestId)
            _usedApprovals.Add(requestId);
    }
}
