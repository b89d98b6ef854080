namespace Realtime.Compat.Protocol.Items;

/// <summary>The MCP server could not be reached, or answered with an HTTP error.</summary>
public sealed record McpHttpError : McpCallError
{
    /// <summary>HTTP status; 0 when there was none.</summary>
    public required int Code { get; init; }
}
