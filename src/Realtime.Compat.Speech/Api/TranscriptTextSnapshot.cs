using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>What was said until a pause, all of it; words may be added, and the last ones seen otherwise, when the speaker goes on.</summary>
/// <param name="Text">All that was said.</param>
/// <param name="Language">ISO 639-1 of what was heard; left out where the engine does not tell.</param>
internal sealed record TranscriptTextSnapshot(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Language)
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "transcript.text.snapshot";
}
