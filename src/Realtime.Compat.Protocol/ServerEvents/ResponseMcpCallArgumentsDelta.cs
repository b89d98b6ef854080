using System.Security.Cryptography;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary><c>response.mcp_call_arguments.delta</c>: More of an MCP call's arguments.</summary>
public sealed record ResponseMcpCallArgumentsDelta : ServerEvent
{
    /// <summary>The response.</summary>
    public required string ResponseId { get; init; }

    /// <summary>The item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Index of the item in the response.</summary>
    public required int OutputIndex { get; init; }

    /// <summary>JSON text, to append.</summary>
    public required string Delta { get; init; }

    /// <summary>Random padding that hides the delta's length from who watches encrypted traffic. openai-agents-js drops the event without it.</summary>
    public string Obfuscation { get; init; } = RandomNumberGenerator.GetHexString(16, lowercase: true);
}
