namespace Realtime.Compat.Speech.Turns;

/// <summary>Judges by its sound whether a speaker is done.</summary>
internal interface ITurnModel
{
    /// <summary>The model's name in <c>/v1/models</c>.</summary>
    string Model { get; }

    /// <summary>Whether it can be used.</summary>
    EngineStatus Status { get; }

    /// <summary>
    /// Judges what was said so far in a turn. Safe to call from several threads; takes a processor for some tens of milliseconds, so it
    /// is called on <see cref="EngineThreads"/> only.
    /// </summary>
    /// <param name="samples">Mono, 16 kHz, −1…1, up to the silence that raises the question; the last eight seconds count.</param>
    /// <returns>Probability that the speaker is done, 0…1.</returns>
    /// <exception cref="EngineException">The model failed.</exception>
    double Judge(ReadOnlySpan<float> samples);
}
