using Realtime.Compat.Engine.Codecs;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>One clause of the assistant's speech: its words, and which stretch of the message's audio speaks them.</summary>
internal sealed class SpokenClause(string text, int start)
{
    /// <summary>Louder than this is speech: −40 dB below full scale. Voices are made far above it, their pauses far below.</summary>
    private const float Audible = 0.01f;

    /// <summary>How long a letter takes while no clause has shown it, in ms: 15 letters a second.</summary>
    private const double UsualMsPerLetter = 66;

    private readonly List<WordTiming> _timings = [];

    /// <summary>The clause as it stands in the transcript, spaces included.</summary>
    public string Text { get; set; } = text;

    /// <summary>Where its audio begins, in bytes of the message's audio.</summary>
    public int Start { get; } = start;

    /// <summary>Where its audio ends; null while more may come.</summary>
    public int? End { get; set; }

    /// <summary>Adds what the speech engine said of its timing.</summary>
    public void Add(WordTiming timing) => _timings.Add(timing);

    /// <summary>The part of the clause that was heard up to a point of its audio: whole words only.</summary>
    /// <param name="audio">The message's audio as far as there is any.</param>
    /// <param name="format">Its format.</param>
    /// <param name="heardEnd">The point, in bytes of it; behind <see cref="Start"/>.</param>
    /// <param name="msPerLetter">How fast the clauses before were spoken; null when nobody knows.</param>
    public string HeardUpTo(ReadOnlySpan<byte> audio, AudioFormat format, int heardEnd, double? msPerLetter)
    {
        if (End is { } end && heardEnd >= end)
            return Text;
        var words = WeightedWords.Of(Text);
        var heardMs = (double)(heardEnd - Start) / format.BytesPerMs();
        var heard = _timings.Count > 0 ? CountByTimings(words, heardMs) : CountByAudio(words, audio, format, heardMs, msPerLetter);
        return heard == 0 ? "" : Text[..words[heard - 1].End];
    }

    /// <summary>How fast it was spoken, in ms a letter, without the silence around it; null while nobody can say.</summary>
    public double? MsPerLetter(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        if (End is not { } end || end == Start || WeightedWords.Of(Text) is not { Count: > 0 } words || words[^1].SoundEnd == 0)
            return null;
        var (first, last) = Voiced(audio[Start..end], format);
        return last > first ? (last - first) / words[^1].SoundEnd : null;
    }

    /// <summary>
    /// By the engine's clock. It names the words of the spoken form, which may be more or fewer than those written ("$5" is "five
    /// dollars"): the same number of words is taken one for one, another by the share that was heard.
    /// </summary>
    private int CountByTimings(List<WeightedWords.Word> words, double heardMs)
    {
        var said = _timings.Count(timing => timing.EndMs <= heardMs);
        var spoken = Enumerable.Range(0, words.Count).Where(i => words[i].SoundEnd > (i == 0 ? 0 : words[i - 1].PauseEnd)).ToList();
        if (spoken.Count == _timings.Count && End is not null)
            return said == 0 ? 0 : spoken[said - 1] + 1;

        var letters = End is null && spoken.Count > 0 ? words[^1].SoundEnd : _timings.Sum(timing => (double)timing.Word.Length);
        var share = letters == 0 ? 0 : _timings.Take(said).Sum(timing => (double)timing.Word.Length) / letters;
        return CountWithin(words, share * (words.Count == 0 ? 0 : words[^1].SoundEnd));
    }

    /// <summary>By the length of the audio, less the silence at its ends.</summary>
    private int CountByAudio(List<WeightedWords.Word> words, ReadOnlySpan<byte> audio, AudioFormat format, double heardMs, double? msPerLetter)
    {
        if (words.Count == 0)
            return 0;
        var letters = words[^1].SoundEnd;
        var (first, last) = Voiced(audio[Start..(End ?? audio.Length)], format);
        // What was cut off before its audio was whole would have been as long as such clauses are.
        if (End is null)
            last = Math.Max(last, first + (letters * (msPerLetter ?? UsualMsPerLetter)));
        return last <= first ? 0 : CountWithin(words, (heardMs - first) / (last - first) * letters);
    }

    private static int CountWithin(List<WeightedWords.Word> words, double letters)
    {
        const double Rounding = 1e-6;
        var count = words.FindIndex(word => word.SoundEnd > letters + Rounding);
        return count < 0 ? words.Count : count;
    }

    /// <summary>First and last audible moment of a stretch of audio, in ms from its start; all of it when nothing is audible.</summary>
    private static (double FirstMs, double LastMs) Voiced(ReadOnlySpan<byte> audio, AudioFormat format)
    {
        var samples = new float[audio.Length / format.BytesPerSample()];
        AudioFormatCodec.Decode(format, audio[..(samples.Length * format.BytesPerSample())], samples);
        var perMs = format.SampleRateHz() / 1000.0;
        var first = Array.FindIndex(samples, sample => Math.Abs(sample) > Audible);
        return first < 0
            ? (0, samples.Length / perMs)
            : (first / perMs, (Array.FindLastIndex(samples, sample => Math.Abs(sample) > Audible) + 1) / perMs);
    }
}
