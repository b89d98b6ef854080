namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.mcp_call.failed</c>: The call came to nothing; the item that follows says why.</summary>
public sealed record ResponseMcpCallFailed : ServerEvent
{
    /// <summary>The <c>mcp_call</c> item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }
}
