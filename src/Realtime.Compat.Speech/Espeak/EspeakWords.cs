using System.Text;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Espeak;

/// <summary>Gathers when words begin, and gives them the text they stand for. A word ends where the next one or the silence behind its clause begins.</summary>
internal sealed class EspeakWords
{
    private readonly List<EspeakEvent> _events = [];

    /// <summary>Takes an event; what is neither a word nor an end is passed over.</summary>
    public void Take(in EspeakEvent happened)
    {
        if (happened.Type is EspeakEvent.Word or EspeakEvent.SentenceEnd) _events.Add(happened);
    }

    /// <summary>The words of the text that was spoken.</summary>
    public List<SpokenWord> In(string text)
    {
        var characters = text.EnumerateRunes().ToArray();
        List<SpokenWord> words = [];
        for (var i = 0; i + 1 < _events.Count; i++)
        {
            var (word, next) = (_events[i], _events[i + 1]);
            var start = word.TextPosition - 1;
            if (word.Type != EspeakEvent.Word || start < 0 || word.Length <= 0 || start + word.Length > characters.Length || next.AudioPositionMs < word.AudioPositionMs) continue;
            words.Add(new SpokenWord(string.Concat(characters.Skip(start).Take(word.Length)), word.AudioPositionMs, next.AudioPositionMs));
        }

        return words;
    }
}
