namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Whether and which tool the model must call.</summary>
public sealed record ToolChoice
{
    private ToolChoice()
    {
    }

    /// <summary>The mode: <c>auto</c>, <c>none</c>, <c>required</c>, or <c>function</c> and <c>mcp</c> for a named one.</summary>
    public required ToolChoiceMode Mode { get; init; }

    /// <summary>Name of the function that must be called; only with <see cref="ToolChoiceMode.Function"/>.</summary>
    public string? FunctionName { get; init; }

    /// <summary>Label of the MCP server that must be asked; only with <see cref="ToolChoiceMode.Mcp"/>.</summary>
    public string? ServerLabel { get; init; }

    /// <summary>Name of the server's tool that must be called; null for any of them. Only with <see cref="ToolChoiceMode.Mcp"/>.</summary>
    public string? McpToolName { get; init; }

    /// <summary>The model decides.</summary>
    public static ToolChoice Auto { get; } = new() { Mode = ToolChoiceMode.Auto };

    /// <summary>No tool may be called.</summary>
    public static ToolChoice None { get; } = new() { Mode = ToolChoiceMode.None };

    /// <summary>Some tool must be called.</summary>
    public static ToolChoice Required { get; } = new() { Mode = ToolChoiceMode.Required };

    /// <summary>One function must be called.</summary>
    /// <param name="name">Its name.</param>
    public static ToolChoice Function(string name) => new() { Mode = ToolChoiceMode.Function, FunctionName = name };

    /// <summary>A tool of one MCP server must be called.</summary>
    /// <param name="serverLabel">Label of the server.</param>
    /// <param name="toolName">Name of its tool; null for any.</param>
    public static ToolChoice Mcp(string serverLabel, string? toolName) => new() { Mode = ToolChoiceMode.Mcp, ServerLabel = serverLabel, McpToolName = toolName };
}
