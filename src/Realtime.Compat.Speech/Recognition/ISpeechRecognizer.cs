namespace Realtime.Compat.Speech.Recognition;

/// <summary>One engine that turns speech into text.</summary>
internal interface ISpeechRecognizer
{
    /// <summary>The model's name in <c>/v1/models</c>.</summary>
    string Model { get; }

    /// <summary>Whether it can be used.</summary>
    EngineStatus Status { get; }

    /// <summary>The rate it listens at, in Hz.</summary>
    int SampleRateHz { get; }

    /// <summary>Whether it understands a language.</summary>
    /// <param name="language">ISO 639-1, lower case: <c>en</c>.</param>
    bool Understands(string language);

    /// <summary>
    /// Recognises one utterance. The same samples give the same words, whatever the engine heard before. Safe to call from
    /// several threads; blocks for a good part of the audio's length, so it is called on <see cref="EngineThreads"/> only.
    /// </summary>
    /// <param name="samples">Mono, nominally in −1…1, at <see cref="SampleRateHz"/>.</param>
    /// <returns>The words in order, times counted from the utterance's start; none for silence.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    IReadOnlyList<RecognizedWord> Recognize(ReadOnlySpan<float> samples);
}
