using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>A model that is set but cannot be used; it keeps its place in the lists and says why, and the next engine does its work.</summary>
/// <param name="model">Its name.</param>
/// <param name="detail">One sentence.</param>
/// <param name="languages">The languages it would know, ISO 639-1; empty when nobody knows.</param>
internal sealed class UnusableModel(string model, string detail, IReadOnlyCollection<string> languages)
    : ISpeechRecognizer, ISpeechSynthesizer, ITurnModel, ISpeechDenoiser
{
    /// <inheritdoc cref="ISpeechRecognizer.Model"/>
    public string Model => model;

    /// <inheritdoc cref="ISpeechRecognizer.Status"/>
    public EngineStatus Status { get; } = EngineStatus.Unavailable(detail);

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    public TimeSpan LongestUtterance => TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="ISpeechRecognizer.ThreadsPerCall"/>
    public int ThreadsPerCall => 1;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages => languages;

    /// <inheritdoc/>
    public bool Speaks(string language) => languages.Any(known => LanguageChoice.Canonical(known).Split('-')[0] == language.Split('-')[0]);

    /// <inheritdoc/>
    public RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints) => throw new EngineException(detail);

    /// <inheritdoc/>
    public SpokenClause Speak(string clause, Manner manner, CancellationToken cancellationToken) => throw new EngineException(detail);

    /// <inheritdoc/>
    public double Judge(ReadOnlySpan<float> samples) => throw new EngineException(detail);

    /// <inheritdoc/>
    public float[] Denoise(ReadOnlySpan<float> samples) => throw new EngineException(detail);
}
