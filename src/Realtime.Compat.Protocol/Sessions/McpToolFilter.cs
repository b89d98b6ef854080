using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Picks some of an MCP server's tools. A tool must meet every condition that is set; a filter without any picks all.</summary>
public sealed record McpToolFilter
{
    /// <summary>The names to pick; null for any.</summary>
    public IReadOnlyList<string>? ToolNames { get; init; }

    /// <summary>Whether the server must say that the tool changes nothing (<c>readOnlyHint</c>), or must not; null for either.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>Whether the filter picks a tool.</summary>
    /// <param name="tool">The tool.</param>
    public bool Picks(McpToolDescription tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return (ToolNames is null || ToolNames.Contains(tool.Name, StringComparer.Ordinal)) && (ReadOnly is not { } wanted || wanted == tool.IsReadOnly);
    }

    /// <summary>Whether two filters pick the same tools.</summary>
    public bool Equals(McpToolFilter? other) =>
        other is not null && ReadOnly == other.ReadOnly && (ToolNames ?? []).SequenceEqual(other.ToolNames ?? []) && ToolNames is null == other.ToolNames is null;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReadOnly, ToolNames?.Count);
}
