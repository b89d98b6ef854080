namespace Realtime.Compat.Speech.Recognition;

/// <summary>A stretch of speech between two pauses, and what was said in it.</summary>
/// <param name="Start">Where the stretch begins in the audio that was sent.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Words">At least one word; times in the audio that was sent.</param>
internal sealed record RecognizedSegment(TimeSpan Start, TimeSpan End, IReadOnlyList<RecognizedWord> Words)
{
    /// <summary>The words with a space between each two.</summary>
    public string Text { get; } = string.Join(' ', Words.Select(word => word.Text));

    /// <summary>Mean of the words' log probabilities.</summary>
    public double AverageLogProbability { get; } = Words.Average(word => word.LogProbability);
}
