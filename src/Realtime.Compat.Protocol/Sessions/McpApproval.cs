using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Which calls of an MCP server's tools need the client's consent (<c>require_approval</c>).</summary>
public sealed record McpApproval
{
    private McpApproval()
    {
    }

    /// <summary>Tools that need consent; null when none are named.</summary>
    public McpToolFilter? AlwaysFor { get; private init; }

    /// <summary>Tools that need none; null when none are named.</summary>
    public McpToolFilter? NeverFor { get; private init; }

    /// <summary>Whether no call needs consent, whatever its tool.</summary>
    public bool IsNever { get; private init; }

    /// <summary>Every call needs consent; the default.</summary>
    public static McpApproval Always { get; } = new();

    /// <summary>No call needs consent.</summary>
    public static McpApproval Never { get; } = new() { IsNever = true };

    /// <summary>Some calls need consent.</summary>
    /// <param name="always">Tools that need it.</param>
    /// <param name="never">Tools that do not.</param>
    public static McpApproval Some(McpToolFilter? always, McpToolFilter? never) => new() { AlwaysFor = always, NeverFor = never };

    /// <summary>
    /// Whether a call needs consent. A tool that both filters pick needs it. One that neither picks needs it too, unless only tools that need
    /// it were named.
    /// </summary>
    /// <param name="tool">The tool.</param>
    public bool IsNeededFor(McpToolDescription tool)
    {
        if (AlwaysFor is null && NeverFor is null)
            return !IsNever;
        return AlwaysFor?.Picks(tool) is true || (NeverFor is not null && !NeverFor.Picks(tool));
    }
}
