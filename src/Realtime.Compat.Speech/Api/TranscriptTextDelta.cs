using System.Text.Json.Serialization;

namespace Realtime.Compat.Speech.Api;

/// <summary>A streamed piece of a transcript; all pieces joined are the whole.</summary>
/// <param name="Delta">The piece, with a leading space where one is due.</param>
internal sealed record TranscriptTextDelta(string Delta)
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "transcript.text.delta";
}
