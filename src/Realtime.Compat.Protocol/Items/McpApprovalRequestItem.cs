namespace Realtime.Compat.Protocol.Items;

/// <summary>The model wants to call an MCP tool that needs the client's consent (<c>mcp_approval_request</c>). Written by the server.</summary>
public sealed record McpApprovalRequestItem : McpItem
{
    /// <summary>Label of the MCP server.</summary>
    public required string ServerLabel { get; init; }

    /// <summary>Name of the tool.</summary>
    public required string Name { get; init; }

    /// <summary>JSON text of the arguments.</summary>
    public required string Arguments { get; init; }
}
