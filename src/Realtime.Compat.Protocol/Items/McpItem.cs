using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>What passes between the session and an MCP server. On the wire these items have neither <c>object</c> nor <c>status</c>.</summary>
public abstract record McpItem : ConversationItem
{
    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override string Object => base.Object;

    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override ItemStatus Status { get; init; } = ItemStatus.Completed;
}
