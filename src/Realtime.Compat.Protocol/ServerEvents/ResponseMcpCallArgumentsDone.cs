namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.mcp_call_arguments.done</c>: An MCP call's arguments are whole.</summary>
public sealed record ResponseMcpCallArgumentsDone : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>JSON text of all arguments.</summary>
    public required string Arguments { get; init; }
}
