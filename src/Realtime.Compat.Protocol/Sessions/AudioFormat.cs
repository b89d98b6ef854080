using System.Text.Json.Serialization;

namespace Realtime.Compat.Protocol.Sessions;

/// <summary>How audio bytes are to be read. Mono always.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AudioFormat>))]
public enum AudioFormat
{
    /// <summary>16-bit little-endian samples at 24 kHz, 48 bytes a millisecond (beta <c>pcm16</c>).</summary>
    [JsonStringEnumMemberName("audio/pcm")]
    Pcm16,

    /// <summary>G.711 µ-law at 8 kHz, 8 bytes a millisecond (beta <c>g711_ulaw</c>).</summary>
    [JsonStringEnumMemberName("audio/pcmu")]
    G711Ulaw,

    /// <summary>G.711 A-law at 8 kHz, 8 bytes a millisecond (beta <c>g711_alaw</c>).</summary>
    [JsonStringEnumMemberName("audio/pcma")]
    G711Alaw,
}
