using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Tools;

/// <summary>A call of an MCP tool, as the model wants it.</summary>
/// <param name="ItemId">Id of the item that it becomes: an <c>mcp_call</c>, or an <c>mcp_approval_request</c>.</param>
/// <param name="ServerLabel">Label of the server.</param>
/// <param name="Name">Name of the tool.</param>
/// <param name="Arguments">JSON text of its arguments.</param>
/// <param name="ApprovalRequestId">The request by which the client approved it; null when none was needed.</param>
internal sealed record McpCall(string ItemId, string ServerLabel, string Name, string Arguments, string? ApprovalRequestId)
{
    /// <summary>The call's item.</summary>
    public McpCallItem ToItem() => new() { Id = ItemId, ServerLabel = ServerLabel, Name = Name, Arguments = Arguments, ApprovalRequestId = ApprovalRequestId };
}
