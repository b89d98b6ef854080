namespace Realtime.Compat.Speech.Recognition;

/// <summary>Lets an engine that takes whole utterances only follow one while it is spoken, by recognising it again and again as it grows.</summary>
/// <param name="recognizer">The engine.</param>
/// <param name="hints">What is known beforehand.</param>
internal sealed class RepeatedRecognition(ISpeechRecognizer recognizer, RecognitionHints hints) : ILiveRecognition
{
    private readonly List<float> _samples = [];
    private readonly List<RecognizedUtterance> _settled = [];

    // What the last pass made of the samples that are here; null when there are newer ones.
    private List<RecognizedUtterance>? _open;

    // Where the samples that are still here begin.
    private TimeSpan _start;

    /// <inheritdoc/>
    public string Accept(ReadOnlySpan<float> samples) => Peek(samples).Text;

    /// <inheritdoc/>
    public RecognizedUtterance Peek(ReadOnlySpan<float> samples)
    {
        Add(samples);
        // Twice the same question costs one pass.
        _open ??= RecognizeRest(settleAll: false);
        return Whole([.. _settled, .. _open]);
    }

    /// <summary>Takes samples without recognising them yet.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        _samples.AddRange(samples);
        _open = null;
    }

    /// <inheritdoc/>
    public RecognizedUtterance Finish()
    {
        RecognizeRest(settleAll: true);
        return Whole(_settled);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _samples.Clear();
        _settled.Clear();
    }

    private static RecognizedUtterance Whole(List<RecognizedUtterance> parts) => new(
        Transcript.Join(parts), parts.FirstOrDefault(part => part.Language is not null)?.Language, [.. parts.SelectMany(part => part.Words)]);

    /// <summary>Recognises the samples that are here. A part that is as long as the engine takes is settled, and its samples are let go.</summary>
    /// <returns>What is not settled.</returns>
    private List<RecognizedUtterance> RecognizeRest(bool settleAll)
    {
        var samples = _samples.ToArray();
        var open = new List<RecognizedUtterance>();
        var ranges = UtteranceSplitter.Split(samples, recognizer.SampleRateHz, recognizer.LongestUtterance);
        for (var i = 0; i < ranges.Count; i++)
        {
            var settles = settleAll || i + 1 < ranges.Count;
            (settles ? _settled : open).Add(Recognize(samples.AsSpan(ranges[i]), ranges[i].Start.Value));
        }

        var done = settleAll ? samples.Length : ranges.Count > 1 ? ranges[^1].Start.Value : 0;
        _samples.RemoveRange(0, done);
        _start += Time(done);
        return open;
    }

    private RecognizedUtterance Recognize(ReadOnlySpan<float> samples, int offset)
    {
        var utterance = recognizer.Recognize(samples, hints);
        var start = _start + Time(offset);
        return utterance with { Words = [.. utterance.Words.Select(word => word with { Start = start + word.Start, End = start + word.End })] };
    }

    private TimeSpan Time(int samples) => TimeSpan.FromSeconds((double)samples / recognizer.SampleRateHz);
}
