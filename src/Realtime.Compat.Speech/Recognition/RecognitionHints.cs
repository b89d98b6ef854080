namespace Realtime.Compat.Speech.Recognition;

/// <summary>What a request tells the recogniser beforehand.</summary>
/// <param name="Language">ISO 639-1, lower case, one the engine understands; null to find out, where the engine can.</param>
/// <param name="HotWords">Words and names that are likely to occur; engines that cannot use them ignore them.</param>
internal sealed record RecognitionHints(string? Language, IReadOnlyList<string> HotWords)
{
    /// <summary>Nothing is known.</summary>
    public static RecognitionHints None { get; } = new(null, []);
}
