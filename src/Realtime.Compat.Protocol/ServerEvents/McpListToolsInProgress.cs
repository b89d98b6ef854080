namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>mcp_list_tools.in_progress</c>: An MCP server is being asked for its tools.</summary>
public sealed record McpListToolsInProgress : ServerEvent
{
    /// <summary>The <c>mcp_list_tools</c> item.</summary>
    public required string ItemId { get; init; }
}
