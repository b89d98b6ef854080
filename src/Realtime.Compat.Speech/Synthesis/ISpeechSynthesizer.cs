namespace Realtime.Compat.Speech.Synthesis;

/// <summary>One engine that turns text into speech.</summary>
internal interface ISpeechSynthesizer
{
    /// <summary>The model's name in <c>/v1/models</c>.</summary>
    string Model { get; }

    /// <summary>Whether it can be used.</summary>
    EngineStatus Status { get; }

    /// <summary>Processor threads one call takes.</summary>
    int ThreadsPerCall => 1;

    /// <summary>Voices it has beside those of <see cref="VoiceCatalogue"/>, or under their names.</summary>
    IReadOnlyList<string> Voices => [];

    /// <summary>Whether it speaks a language, or would if it were ready.</summary>
    /// <param name="language">An espeak-ng language code, lower case: <c>en-us</c>, <c>cmn</c>, <c>pt-br</c>.</param>
    bool Speaks(string language);

    /// <summary>
    /// Speaks one clause, independently of what was spoken before. Safe to call from several threads, which wait for each other;
    /// called on <see cref="EngineThreads"/> only, since it blocks.
    /// </summary>
    /// <param name="clause">Text without control characters.</param>
    /// <param name="manner">Whose voice, which language, how fast.</param>
    /// <param name="cancellationToken">Looked at while the engine works, where it can be stopped.</param>
    /// <exception cref="EngineException">The engine failed.</exception>
    /// <exception cref="OperationCanceledException">Stopped half way.</exception>
    SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken);
}
