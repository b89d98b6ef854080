using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>Items of MCP servers, of every kind and with every kind of error.</summary>
internal static class McpItems
{
    public static ConversationItem Pick(Random random, string text)
    {
        ConversationItem[] items = [.. All(text)];
        return items[random.Next(items.Length)];
    }

    public static IEnumerable<ConversationItem> All(string text)
    {
        yield return new McpListToolsItem { Id = "item_1", Status = ItemStatus.InProgress, ServerLabel = "docs", Tools = [] };
        yield return new McpListToolsItem
        {
            Id = "item_1",
            ServerLabel = "docs",
            Tools =
            [
                new McpToolDescription { Name = "search", Description = text, InputSchema = Json.Parse("""{"type":"object"}"""), Annotations = Json.Parse("""{"readOnlyHint":true}""") },
                new McpToolDescription { Name = "ask", InputSchema = Json.Parse("{}") },
            ],
        };
        yield return Call(text) with { Status = ItemStatus.InProgress, Arguments = "" };
        yield return Call(text) with { Output = text, ApprovalRequestId = "item_0" };
        yield return Call(text) with { Error = new McpProtocolError { Code = -32602, Message = text } };
        yield return Call(text) with { Error = new McpToolExecutionError { Message = text } };
        yield return Call(text) with { Error = new McpHttpError { Code = 503, Message = text } };
        yield return new McpApprovalRequestItem { Id = "item_1", ServerLabel = "docs", Name = "search", Arguments = text };
        yield return new McpApprovalResponseItem { Id = "item_1", ApprovalRequestId = "item_0", Approve = true, Reason = text };
        yield return new McpApprovalResponseItem { Id = "item_1", ApprovalRequestId = "item_0", Approve = false };
    }

    private static McpCallItem Call(string text) => new() { Id = "item_1", ServerLabel = "docs", Name = "search", Arguments = text };
}
