using System.Text;

namespace Realtime.Compat.Speech.Recognition;

/// <summary>Puts the texts of utterances together, with a space where the script has one.</summary>
internal sealed class Transcript
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds an utterance.</summary>
    /// <returns>What was added: the text, with a space before it where one is due.</returns>
    public string Add(string text)
    {
        var before = _text.Length;
        if (before > 0 && text.Length > 0 && !(IsUnspaced(_text[^1]) && IsUnspaced(text[0]))) _text.Append(' ');
        _text.Append(text);
        return _text.ToString(before, _text.Length - before);
    }

    /// <summary>The texts of utterances together.</summary>
    public static string Join(IEnumerable<RecognizedUtterance> utterances)
    {
        var transcript = new Transcript();
        foreach (var utterance in utterances) transcript.Add(utterance.Text);
        return transcript.ToString();
    }

    /// <summary>Scripts without spaces between words: Chinese, kana, Thai, and their punctuation.</summary>
    public static bool IsUnspaced(char character) => character is
        (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF') or (>= '\u0E00' and <= '\u0EFF')
        || char.IsSurrogate(character);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
