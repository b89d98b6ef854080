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

    /// <summary>Longest utterance it takes; a longer recording is parted at pauses.</summary>
    TimeSpan LongestUtterance { get; }

    /// <summary>Processor threads one call takes.</summary>
    int ThreadsPerCall { get; }

    /// <summary>The languages it understands, ISO 639-1, lower case.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// Recognises one utterance. The same samples give the same words, whatever the engine heard before. Safe to call from
    /// several threads; blocks for a good part of the audio's length, so it is called on <see cref="EngineThreads"/> only.
    /// </summary>
    /// <param name="samples">Mono, nominally in −1…1, at <see cref="SampleRateHz"/>.</param>
    /// <param name="hints">What is known beforehand.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints);

    /// <summary>Whether it follows an utterance while it is spoken; else it recognises what there is again and again.</summary>
    bool IsLive => false;

    /// <summary>Begins to recognise an utterance while it is spoken.</summary>
    /// <param name="hints">What is known beforehand.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    ILiveRecognition Listen(RecognitionHints hints) => new RepeatedRecognition(this, hints);
}
