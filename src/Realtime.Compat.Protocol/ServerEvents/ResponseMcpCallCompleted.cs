namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.mcp_call.completed</c>: The tool returned; its output follows in the item.</summary>
public sealed record ResponseMcpCallCompleted : ServerEvent
{
    /// <summary>The <c>mcp_call</c> item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }
}
