using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>Why an MCP call came to nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(McpProtocolError), "protocol_error")]
[JsonDerivedType(typeof(McpToolExecutionError), "tool_execution_error")]
[JsonDerivedType(typeof(McpHttpError), "http_error")]
public abstract record McpCallError
{
    /// <summary>One sentence, or what the tool said. The model reads it too.</summary>
    public required string Message { get; init; }
}
