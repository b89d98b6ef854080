namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.mcp_call.in_progress</c>: An MCP server was sent a call.</summary>
public sealed record ResponseMcpCallInProgress : ServerEvent
{
    /// <summary>The <c>mcp_call</c> item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }
}
