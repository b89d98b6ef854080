using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Where the microphone stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoiseReduction>))]
public enum NoiseReduction
{
    /// <summary>Close to the mouth: a headset.</summary>
    [JsonStringEnumMemberName("near_field")]
    NearField,

    /// <summary>Across a room: a laptop, a conference.</summary>
    [JsonStringEnumMemberName("far_field")]
    FarField,
}
