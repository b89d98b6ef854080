namespace Realtime.Compat.Speech.Recognition;

/// <summary>
/// Recognises an utterance while it is spoken. Used by one thread at a time, on <see cref="EngineThreads"/> only, since it blocks.
/// </summary>
internal interface ILiveRecognition : IDisposable
{
    /// <summary>Takes further samples.</summary>
    /// <param name="samples">Mono, nominally in −1…1, at the recogniser's rate.</param>
    /// <returns>All text of the utterance so far, as the engine sees it now: later words, and sometimes the last few, may still change.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    string Accept(ReadOnlySpan<float> samples);

    /// <summary>The speaker pauses and may be done: takes further samples and says what <see cref="Finish"/> would. More may follow all the same.</summary>
    /// <param name="samples">Mono, nominally in −1…1, at the recogniser's rate; maybe none.</param>
    /// <returns>What was said until now.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    RecognizedUtterance Peek(ReadOnlySpan<float> samples);

    /// <summary>The utterance is over.</summary>
    /// <returns>What was said.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    RecognizedUtterance Finish();
}
