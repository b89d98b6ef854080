using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>What a response is made of. Audio always brings its transcript.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Modality>))]
public enum Modality
{
    /// <summary>Speech with a transcript (GA <c>["audio"]</c>, beta <c>["text","audio"]</c>).</summary>
    [JsonStringEnumMemberName("audio")]
    Audio,

    /// <summary>Text alone.</summary>
    [JsonStringEnumMemberName("text")]
    Text,
}
