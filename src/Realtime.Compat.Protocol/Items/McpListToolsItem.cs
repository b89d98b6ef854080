namespace Realtime.Compat.Protocol.Items;

/// <summary>The tools of an MCP server (<c>mcp_list_tools</c>): those that the session allows. Written by the server.</summary>
public sealed record McpListToolsItem : McpItem
{
    /// <summary>Label of the server.</summary>
    public required string ServerLabel { get; init; }

    /// <summary>The tools; empty while the server is asked, and when it could not be.</summary>
    public required IReadOnlyList<McpToolDescription> Tools { get; init; }
}
