using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>Speech of the user.</summary>
public sealed record InputAudio : ContentPart
{
    /// <summary>Audio in the session's input format; null in every event but <c>conversation.item.retrieved</c>, where it is read back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadOnlyMemory<byte>? Audio { get; init; }

    /// <summary>What was said; null (and written so) until it is known.</summary>
    public string? Transcript { get; init; }
}
