using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Responding;
using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>What a chat model reads of earlier dealings with MCP servers: calls, each with what became of it.</summary>
internal static class McpHistory
{
    /// <summary>An item as chat messages.</summary>
    /// <param name="item">The item.</param>
    /// <param name="context">All items that the model reads, of which a request's answer may be one.</param>
    public static IEnumerable<ChatMessage> Messages(McpItem item, IReadOnlyList<ConversationEntry> context) => item switch
    {
        McpCallItem call => Messages(call.Id, call.Name, call.Arguments, call.Output ?? $"Error: {call.Error?.Message}"),
        McpApprovalRequestItem request when OutcomeOf(request, context) is { } outcome => Messages(request.Id, request.Name, request.Arguments, outcome),
        _ => [],
    };

    /// <summary>A call and what became of it.</summary>
    public static IEnumerable<ChatMessage> Messages(string callId, string name, string arguments, string outcome) =>
    [
        new(ChatRole.Assistant, [new FunctionCallContent(callId, ToolSet.ForModel(name), ChatPrompt.Arguments(arguments))]),
        new(ChatRole.Tool, [new FunctionResultContent(callId, outcome)]),
    ];

    /// <summary>What the model is told of a request; null for one that was approved, since the call itself tells the rest.</summary>
    private static string? OutcomeOf(McpApprovalRequestItem request, IReadOnlyList<ConversationEntry> context)
    {
        var answer = context.Select(entry => entry.Item).OfType<McpApprovalResponseItem>().FirstOrDefault(one => one.ApprovalRequestId == request.Id);
        return answer switch
        {
            null => "The call waits for the user's approval.",
            { Approve: false, Reason: { Length: > 0 } reason } => $"The user did not approve the call: {reason}",
            { Approve: false } => "The user did not approve the call.",
            _ => null,
        };
    }
}
