using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>A streamed piece of speech; all pieces joined are the whole.</summary>
/// <param name="Audio">Bytes of the format that was asked for; base64 on the wire.</param>
internal sealed record SpeechAudioDelta(ReadOnlyMemory<byte> Audio)
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "speech.audio.delta";
}
