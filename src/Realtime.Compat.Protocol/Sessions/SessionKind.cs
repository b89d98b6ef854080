using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>What a session is for; fixed at connect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionKind>))]
public enum SessionKind
{
    /// <summary>A conversation with a model.</summary>
    [JsonStringEnumMemberName("realtime")]
    Realtime,

    /// <summary>Transcription only: no responses.</summary>
    [JsonStringEnumMemberName("transcription")]
    Transcription,
}
