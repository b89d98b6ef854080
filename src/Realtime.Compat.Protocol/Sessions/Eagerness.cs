using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>How soon the model answers under <see cref="SemanticVad"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Eagerness>))]
public enum Eagerness
{
    /// <summary>As medium.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Waits up to 8 s.</summary>
    [JsonStringEnumMemberName("low")]
    Low,

    /// <summary>Waits up to 4 s.</summary>
    [JsonStringEnumMemberName("medium")]
    Medium,

    /// <summary>Waits up to 2 s.</summary>
    [JsonStringEnumMemberName("high")]
    High,
}
