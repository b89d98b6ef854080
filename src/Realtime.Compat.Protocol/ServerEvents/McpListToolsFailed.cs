namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>mcp_list_tools.failed</c>: An MCP server could not be asked for its tools. The session goes on without them.</summary>
public sealed record McpListToolsFailed : ServerEvent
{
    /// <summary>The <c>mcp_list_tools</c> item.</summary>
    public required string ItemId { get; init; }
}
