using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Items;

/// <summary>Who speaks a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>The person, or the client in their name.</summary>
    [JsonStringEnumMemberName("user")]
    User,

    /// <summary>The model.</summary>
    [JsonStringEnumMemberName("assistant")]
    Assistant,

    /// <summary>The application, instructing the model in the middle of a conversation.</summary>
    [JsonStringEnumMemberName("system")]
    System,
}
