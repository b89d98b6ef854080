namespace Realtime.Compat.Protocol.Items;

/// <summary>A call of a tool on an MCP server (<c>mcp_call</c>), made by this server. Written by the server.</summary>
public sealed record McpCallItem : McpItem
{
    /// <summary>Label of the MCP server.</summary>
    public required string ServerLabel { get; init; }

    /// <summary>Name of the tool.</summary>
    public required string Name { get; init; }

    /// <summary>JSON text of the arguments; "" while they are being written.</summary>
    public required string Arguments { get; init; }

    /// <summary>The request that approved the call; null when none was needed.</summary>
    public string? ApprovalRequestId { get; init; }

    /// <summary>What the tool returned; null while it works and when it failed.</summary>
    public string? Output { get; init; }

    /// <summary>Why there is no output; null while the tool works and when it returned.</summary>
    public McpCallError? Error { get; init; }
}
