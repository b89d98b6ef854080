using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>One entry of a conversation. A closed set: messages, function calls and their outputs, and what passes between the session and MCP servers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageItem), "message")]
[JsonDerivedType(typeof(FunctionCallItem), "function_call")]
[JsonDerivedType(typeof(FunctionCallOutputItem), "function_call_output")]
[JsonDerivedType(typeof(McpListToolsItem), "mcp_list_tools")]
[JsonDerivedType(typeof(McpCallItem), "mcp_call")]
[JsonDerivedType(typeof(McpApprovalRequestItem), "mcp_approval_request")]
[JsonDerivedType(typeof(McpApprovalResponseItem), "mcp_approval_response")]
[JsonDerivedType(typeof(ItemReference), "item_reference")]
public abstract record ConversationItem
{
    /// <summary>Unique in the conversation. Empty on an item a client sent without one; the engine then makes it.</summary>
    [JsonPropertyOrder(-10)]
    public string Id { get; init; } = "";

    /// <summary>Always <c>realtime.item</c>.</summary>
    [JsonPropertyOrder(-9)]
    public virtual string Object => "realtime.item";

    /// <summary>How far the item got.</summary>
    [JsonPropertyOrder(-8)]
    public virtual ItemStatus Status { get; init; } = ItemStatus.Completed;
}
