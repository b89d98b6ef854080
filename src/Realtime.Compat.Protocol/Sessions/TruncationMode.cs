using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Modes of <see cref="Truncation"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TruncationMode>))]
public enum TruncationMode
{
    /// <summary>The oldest items go first.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Too long a conversation is an error.</summary>
    [JsonStringEnumMemberName("disabled")]
    Disabled,

    /// <summary>Cuts further than needed, so that the model's prompt cache lives longer.</summary>
    [JsonStringEnumMemberName("retention_ratio")]
    RetentionRatio,
}
