using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.ServerEvents;

/// <summary>A conversation by its id.</summary>
public sealed record ConversationReference
{
    /// <summary>Id of the conversation, <c>conv_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>realtime.conversation</c>.</summary>
    [JsonPropertyOrder(1)]
#pragma warning disable CA1822 // Serialised, so it must be an instance property.
    public string Object => "realtime.conversation";
#pragma warning restore CA1822
}
