namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>mcp_list_tools.completed</c>: The tools of an MCP server are known.</summary>
public sealed record McpListToolsCompleted : ServerEvent
{
    /// <summary>The <c>mcp_list_tools</c> item.</summary>
    public required string ItemId { get; init; }
}
