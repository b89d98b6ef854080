namespace Realtime.Compat.Protocol.Items;

/// <summary>The MCP server refused the call, or answered with something that is not the protocol.</summary>
public sealed record McpProtocolError : McpCallError
{
    /// <summary>JSON-RPC error code, such as −32602.</summary>
    public required int Code { get; init; }
}
