namespace Realtime.Compat.Speech.Recognition;

/// <summary>What was said in one utterance.</summary>
/// <param name="Text">As the engine writes it; empty for silence.</param>
/// <param name="Language">ISO 639-1 of the language that was heard, where the engine tells or knows only one; else null.</param>
/// <param name="Words">In order, times from the utterance's start; empty where the engine gives no times.</param>
internal sealed record RecognizedUtterance(string Text, string? Language, IReadOnlyList<RecognizedWord> Words)
{
    /// <summary>Nothing was said.</summary>
    public static RecognizedUtterance Silence { get; } = new("", null, []);

    /// <summary>Words of a language that is written with spaces.</summary>
    public static RecognizedUtterance Of(IReadOnlyList<RecognizedWord> words, string? language) =>
        new(string.Join(' ', words.Select(word => word.Text)), language, words);
}
