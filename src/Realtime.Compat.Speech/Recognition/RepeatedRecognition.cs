namespace Realtime.Compat.Speech.Recognition;

/// <summary>Lets an engine that takes whole utterances only follow one while it is spoken, by recognising it again and again as it grows.</summary>
/// <param name="recognizer">The engine.</param>
/// <param name="hints">What is known beforehand.</param>
internal sealed class RepeatedRecognition(ISpeechRecognizer recognizer, RecognitionHints hints) : ILiveRecognition
{
    private readonly List<float> _samples = [];
    private readonly List<RecognizedUtterance> _settled = [];

    // Where the samples that are still here begin.
    private TimeSpan _start;

    /// <inheritdoc/>
    public string Accept(ReadOnlySpan<float> samples)
    {
        Add(samples);
        return Transcript.Join([.. _settled, .. RecognizeRest(settleAll: false)]);
    }

    /// <summary>Takes samples without recognising them yet.</summary>
    public void Add(ReadOnlySpan<float> samples) => _samples.AddRange(samples);

    /// <inheritdoc/>
    public RecognizedUtterance Finish()
    {
        RecognizeRest(settleAll: true);
        return new RecognizedUtterance(
            Transcript.Join(_settled), _settled.FirstOrDefault(part => part.Language is not null)?.Language, [.. _settled.SelectMany(part => part.Words)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _samples.Clear();
        _settled.Clear();
    }

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
