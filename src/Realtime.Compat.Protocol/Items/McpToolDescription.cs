using System.Text.Json;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>A tool as its MCP server describes it.</summary>
public sealed record McpToolDescription
{
    /// <summary>Name, unique on its server.</summary>
    public required string Name { get; init; }

    /// <summary>When and how to use it; null when the server does not say.</summary>
    public string? Description { get; init; }

    /// <summary>JSON schema of the arguments, an object.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>The server's hints about what the tool does, an object such as <c>{"readOnlyHint":true}</c>; null for none.</summary>
    public JsonElement? Annotations { get; init; }

    /// <summary>Whether the server says that the tool changes nothing.</summary>
    [JsonIgnore]
    public bool IsReadOnly =>
        Annotations is { ValueKind: JsonValueKind.Object } hints && hints.TryGetProperty("readOnlyHint", out var hint) && hint.ValueKind is JsonValueKind.True;
}
