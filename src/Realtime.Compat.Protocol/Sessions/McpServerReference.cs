namespace Realtime.Compat.Protocol.Sessions;

/// <summary>An MCP server that was described before in the session, named by its label alone. The engine puts the description in its place.</summary>
public sealed record McpServerReference : Tool
{
    /// <summary>Name of the server in this session.</summary>
    public required string ServerLabel { get; init; }

    /// <summary>The tools that the model may know of from now on; null for those of before.</summary>
    public McpToolFilter? AllowedTools { get; init; }

    /// <summary>Which calls need the client's consent from now on; null for those of before.</summary>
    public McpApproval? RequireApproval { get; init; }
}
