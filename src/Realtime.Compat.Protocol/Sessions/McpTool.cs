using System.Text;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>A server of the Model Context Protocol whose tools the model may call; this server makes the calls.</summary>
public sealed record McpTool : Tool
{
    /// <summary>Name of the server in this session; unique among its tools.</summary>
    public required string ServerLabel { get; init; }

    /// <summary>Where it answers: absolute, http or https.</summary>
    public required Uri ServerUrl { get; init; }

    /// <summary>What it is for; null for nothing said.</summary>
    public string? ServerDescription { get; init; }

    /// <summary>OAuth access token to send it; null for none. A secret: never echoed, never logged.</summary>
    public string? Authorization { get; init; }

    /// <summary>HTTP headers to send it. Their values are secrets: never echoed, never logged.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The tools that the model may know of; null for all.</summary>
    public McpToolFilter? AllowedTools { get; init; }

    /// <summary>Which calls need the client's consent.</summary>
    public McpApproval RequireApproval { get; init; } = McpApproval.Always;

    /// <summary>Whether another tool reaches the same server in the same way and allows the same tools, so that its list holds for both.</summary>
    /// <param name="other">The other tool.</param>
    public bool HasListOf(McpTool other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ServerLabel == other.ServerLabel
            && ServerUrl == other.ServerUrl
            && Authorization == other.Authorization
            && Headers.Count == other.Headers.Count
            && Headers.All(header => other.Headers.TryGetValue(header.Key, out var value) && value == header.Value)
            && Equals(AllowedTools, other.AllowedTools);
    }

    /// <summary>What may be seen of it: no secrets, and of the URL no query.</summary>
    public override string ToString() => $"{nameof(McpTool)} {{ {ServerLabel} }}";
}
