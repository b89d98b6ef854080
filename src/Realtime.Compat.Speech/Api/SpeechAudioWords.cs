using System.Text.Json.Serialization;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Api;

/// <summary>When the words of the audio sent last are said; an event beyond OpenAI's, whose clients pass over it.</summary>
/// <param name="Words">In order.</param>
internal sealed record SpeechAudioWords(IReadOnlyList<SpeechAudioWords.Timing> Words)
{
    /// <summary>The event's name.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = "speech.audio.words";

    /// <summary>The event for words.</summary>
    public static SpeechAudioWords Of(IReadOnlyList<SpokenWord> words) =>
        new([.. words.Select(word => new Timing(word.Text, Math.Round(word.StartMs, 1), Math.Round(word.EndMs, 1)))]);

    /// <summary>One word.</summary>
    /// <param name="Text">The word as it stands in the text, as <c>word</c>.</param>
    /// <param name="StartMs">Where it begins, in ms from the start of the audio.</param>
    /// <param name="EndMs">Where it ends.</param>
    internal sealed record Timing([property: JsonPropertyName("word")] string Text, double StartMs, double EndMs);
}
