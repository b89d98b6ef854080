using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>Speech of the assistant.</summary>
public sealed record OutputAudio : ContentPart
{
    /// <summary>Audio in the session's output format; null in every event but <c>conversation.item.retrieved</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadOnlyMemory<byte>? Audio { get; init; }

    /// <summary>The words spoken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Transcript { get; init; }
}
