using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>The end of streamed speech. OpenAI's counts tokens; there are none here.</summary>
internal sealed record SpeechAudioDone
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "speech.audio.done";
}
