namespace Realtime.Compat.Speech.Recognition;

/// <summary>A stretch of speech between two pauses, and what was said in it.</summary>
/// <param name="Start">Where the stretch begins in the audio that was sent.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Utterance">What was said, not empty; times of words in the audio that was sent.</param>
internal sealed record RecognizedSegment(TimeSpan Start, TimeSpan End, RecognizedUtterance Utterance)
{
    /// <summary>As the engine wrote it.</summary>
    public string Text => Utterance.Text;

    /// <summary>Its words; empty where the engine gives no times.</summary>
    public IReadOnlyList<RecognizedWord> Words => Utterance.Words;

    /// <summary>Mean of the words' log probabilities; 0 where the engine gives none.</summary>
    public double AverageLogProbability { get; } = Utterance.Words.Count == 0 ? 0 : Utterance.Words.Average(word => word.LogProbability);
}
