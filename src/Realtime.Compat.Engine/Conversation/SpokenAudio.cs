using System.Text;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>
/// What the assistant said in one message, aligned: which clause each stretch of audio speaks, and within it which word. Answers which
/// words were heard up to a point of the audio.
/// </summary>
internal sealed class SpokenAudio(AudioFormat format)
{
    private readonly List<SpokenClause> _clauses = [];
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
        EndClause();
        if (!IsCut)
            _clauses.Add(new SpokenClause(text, _length));
    }

    /// <summary>The audio of the clause begun last is whole.</summary>
    public void EndClause()
    {
        if (!IsCut && _clauses.Count > 0)
            _clauses[^1].End ??= _length;
    }

    /// <summary>Takes note of when the speech engine says a word of the clause begun last.</summary>
    public void Add(WordTiming timing)
    {
        if (!IsCut && _clauses.Count > 0)
            _clauses[^1].Add(timing);
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

    /// <summary>Cuts the audio and the words at a point of the audio. A clause cut in the middle keeps the words that were heard.</summary>
    /// <param name="endMs">End of what stays, at most <see cref="DurationMs"/>.</param>
    /// <returns>The words that stay.</returns>
    public string Truncate(int endMs)
    {
        HeardMs = null;
        var heard = WordsUpTo(endMs);
        var end = OffsetOf(endMs);
        IsCut = true;
        _clauses.RemoveAll(clause => clause.Start >= end);
        if (_clauses.Count > 0)
        {
            _clauses[^1].Text = heard[_clauses.SkipLast(1).Sum(clause => clause.Text.Length)..];
            _clauses[^1].End = end;
        }

        _length = end;
        return heard;
    }

    /// <summary>The words spoken up to a point of the audio: whole ones, by the speech engine's timing or by the length of their clause.</summary>
    /// <param name="endMs">The point, in ms from the start.</param>
    public string WordsUpTo(int endMs)
    {
        var end = OffsetOf(endMs);
        var audio = Audio.Span;
        var heard = new StringBuilder();
        double? msPerLetter = null;
        foreach (var clause in _clauses.TakeWhile(clause => clause.Start < end))
        {
            heard.Append(clause.HeardUpTo(audio, format, end, msPerLetter));
            msPerLetter = clause.MsPerLetter(audio, format) ?? msPerLetter;
        }

        return heard.ToString();
    }

    private int OffsetOf(int ms) => (int)Math.Min((long)ms * format.BytesPerMs(), _length);
}
