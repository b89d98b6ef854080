using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Modes of <see cref="ToolChoice"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolChoiceMode>))]
public enum ToolChoiceMode
{
    /// <summary>The model decides.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>No tool may be called.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Some tool must be called.</summary>
    [JsonStringEnumMemberName("required")]
    Required,

    /// <summary>The named function must be called.</summary>
    [JsonStringEnumMemberName("function")]
    Function,

    /// <summary>A tool of the named MCP server must be called.</summary>
    [JsonStringEnumMemberName("mcp")]
    Mcp,
}
