using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>One entry of a conversation. A closed set: messages, function calls and their outputs.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageItem), "message")]
[JsonDerivedType(typeof(FunctionCallItem), "function_call")]
[JsonDerivedType(typeof(FunctionCallOutputItem), "function_call_output")]
[JsonDerivedType(typeof(ItemReference), "item_reference")]
public abstract record ConversationItem
{
    /// <summary>Unique in the conversation. Empty on an item a client sent without one; the engine then makes it.</summary>
    [JsonPropertyOrder(-10)]
    public string Id { get; init; } = "";

    /// <summary>Always <c>realtime.item</c>.</summary>
    [JsonPropertyOrder(-9)]
#pragma warning disable CA1822 // Serialised, so it must be an instance property.
    public string Object => "realtime.item";
#pragma warning restore CA1822

    /// <summary>How far the item got.</summary>
    [JsonPropertyOrder(-8)]
    public ItemStatus Status { get; init; } = ItemStatus.Completed;
}
