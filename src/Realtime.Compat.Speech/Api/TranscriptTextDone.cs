using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>The end of a streamed transcript.</summary>
/// <param name="Text">All that was said.</param>
/// <param name="Language">ISO 639-1 of what was heard; left out where the engine does not tell.</param>
/// <param name="Usage">Length of the audio.</param>
internal sealed record TranscriptTextDone(
    string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Language, DurationUsage Usage)
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "transcript.text.done";
}
