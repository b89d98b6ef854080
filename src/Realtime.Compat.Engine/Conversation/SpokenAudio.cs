using System.Text;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>
/// What the assistant said in one message, aligned: which clause each stretch of audio speaks. Answers which words were heard up
/// to a point of the audio.
/// </summary>
internal sealed class SpokenAudio(AudioFormat format)
{
    private readonly List<Clause> _clauses = [];
    private byte[] _audio = [];
    private int _length;

    /// <summary>The audio so far, in the response's output format.</summary>
    public ReadOnlyMemory<byte> Audio => _audio.AsMemory(0, _length);

    /// <summary>Length of the audio in whole ms.</summary>
    public int DurationMs => _length / format.BytesPerMs();

    /// <summary>
    /// How much was probably played when the user spoke over it, in ms; null when nothing says that any of it went unheard. An
    /// estimate: it decides what the model reads, while the client's own truncation decides what stays.
    /// </summary>
    public int? HeardMs { get; set; }

    /// <summary>Whether it was cut: what is still spoken afterwards was not heard and is not kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Begins a clause; the audio that follows speaks it.</summary>
    /// <param name="text">The clause as it stands in the transcript, spaces included.</param>
    public void BeginClause(string text)
    {
        if (!IsCut)
            _clauses.Add(new Clause(text, _length));
    }

    /// <summary>Appends audio of the current clause.</summary>
    /// <param name="audio">Whole samples.</param>
    public void Append(ReadOnlySpan<byte> audio)
    {
        if (IsCut)
            return;
        if (_length + audio.Length > _audio.Length)
            Array.Resize(ref _audio, Math.Max(_length + audio.Length, _audio.Length * 2));
        audio.CopyTo(_audio.AsSpan(_length));
        _length += audio.Length;
    }

    /// <summary>Cuts the audio and the words at a point of the audio. A clause cut in the middle keeps the share of its words that was heard.</summary>
    /// <param name="endMs">End of what stays, at most <see cref="DurationMs"/>.</param>
    /// <returns>The words that stay.</returns>
    public string Truncate(int endMs)
    {
        IsCut = true;
        HeardMs = null;
        var heard = WordsUpTo(endMs);
        var end = OffsetOf(endMs);
        _clauses.RemoveAll(clause => clause.Start >= end);
        if (_clauses.Count > 0)
            _clauses[^1] = _clauses[^1] with { Text = heard[_clauses.SkipLast(1).Sum(clause => clause.Text.Length)..] };
        _length = end;
        return heard;
    }

    /// <summary>The words spoken up to a point of the audio. A clause that is under way there gives the share of its words that was heard.</summary>
    /// <param name="endMs">The point, in ms from the start.</param>
    public string WordsUpTo(int endMs)
    {
        var end = OffsetOf(endMs);
        var heard = new StringBuilder();
        for (var i = 0; i < _clauses.Count && _clauses[i].Start < end; i++)
        {
            var (text, start) = _clauses[i];
            var clauseEnd = i + 1 < _clauses.Count ? _clauses[i + 1].Start : _length;
            heard.Append(end >= clauseEnd ? text : FirstWords(text, (double)(end - start) / (clauseEnd - start)));
        }

        return heard.ToString();
    }

    private int OffsetOf(int ms) => (int)Math.Min((long)ms * format.BytesPerMs(), _length);

    /// <summary>The words wholly inside the first <paramref name="share"/> of a clause, taking each character to last equally long.</summary>
    private static string FirstWords(string text, double share)
    {
        var characters = (int)(text.Length * share);
        if (characters >= text.Length)
            return text;

        // A script without spaces is cut between characters, never inside a surrogate pair.
        var cut = text.AsSpan(0, characters + 1).LastIndexOf(' ');
        if (cut < 0)
            cut = text.Contains(' ', StringComparison.Ordinal) ? 0 : characters;
        if (cut > 0 && char.IsHighSurrogate(text[cut - 1]))
            cut--;
        return text[..cut];
    }

    private readonly record struct Clause(string Text, int Start);
}
