namespace Realtime.Compat.Speech.Recognition;

/// <summary>
/// Of texts that grow and whose end may still change, gives out what will not: words on which the last two agree. What was given
/// out is never taken back.
/// </summary>
/// <remarks>"Local agreement" of Macháček, Dabre, Bojar: Turning Whisper into Real-Time Transcription System, 2023.</remarks>
internal sealed class StablePrefix
{
    private string _last = "";
    private string _given = "";

    /// <summary>All that was given out.</summary>
    public string Given => _given;

    /// <summary>Takes the utterance's text as it is seen now.</summary>
    /// <returns>What can be added to what was given out; mostly empty or a few words.</returns>
    public string Update(string text)
    {
        var common = CommonWords(_last, text);
        _last = text;
        return common > _given.Length && text.StartsWith(_given, StringComparison.Ordinal) ? Give(text[..common]) : "";
    }

    /// <summary>Takes the final text.</summary>
    /// <returns>The rest; empty when the final text contradicts what was given out.</returns>
    public string Finish(string text) => text.StartsWith(_given, StringComparison.Ordinal) ? Give(text) : "";

    private string Give(string text)
    {
        var delta = text[_given.Length..];
        _given = text;
        return delta;
    }

    /// <summary>Length of the words that two texts begin with; a word ends at a space or between two characters of a script without spaces.</summary>
    private static int CommonWords(string first, string second)
    {
        var same = first.AsSpan().CommonPrefixLength(second);
        for (var end = same; end > 0; end--)
        {
            if (EndsWord(first, end) && EndsWord(second, end)) return end;
        }

        return 0;
    }

    private static bool EndsWord(string text, int end) =>
        !char.IsHighSurrogate(text[end - 1])
        && (end < text.Length ? text[end] == ' ' || Transcript.IsUnspaced(text[end - 1]) : Transcript.IsUnspaced(text[end - 1]));
}
