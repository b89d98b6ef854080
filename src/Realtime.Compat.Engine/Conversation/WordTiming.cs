using System.Globalization;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>
/// When a speech engine says a word. An engine that knows sends, beside its audio, an <see cref="AIContent"/> with <c>word</c>,
/// <c>start_ms</c> and <c>end_ms</c> among its additional properties, at the latest with the last of the audio. Who does not know it loses nothing.
/// </summary>
/// <param name="Word">The word as it stands in the text that was to be spoken.</param>
/// <param name="StartMs">When it begins, in ms from the start of the request's audio.</param>
/// <param name="EndMs">When it ends.</param>
internal readonly record struct WordTiming(string Word, double StartMs, double EndMs)
{
    private const string WordKey = "word";
    private const string StartKey = "start_ms";
    private const string EndKey = "end_ms";

    /// <summary>Reads a timing off a content; null when it is none, or makes no sense.</summary>
    public static WordTiming? Read(AIContent content)
    {
        if (content.AdditionalProperties is not { } properties || !properties.TryGetValue(WordKey, out var word) || word is not string { Length: > 0 } text)
            return null;
        return Ms(properties, StartKey) is { } start && Ms(properties, EndKey) is { } end && start >= 0 && end >= start ? new WordTiming(text, start, end) : null;
    }

    private static double? Ms(AdditionalPropertiesDictionary properties, string key)
    {
        try
        {
            return properties.TryGetValue(key, out var value) && value is IConvertible number ? number.ToDouble(CultureInfo.InvariantCulture) : null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }
}
