namespace Realtime.Compat.Speech.Denoising;

/// <summary>One engine that takes noise out of speech.</summary>
internal interface ISpeechDenoiser
{
    /// <summary>The rate of the samples it takes and gives: 16 kHz, what recognisers listen at.</summary>
    const int SampleRateHz = 16_000;

    /// <summary>The model's name.</summary>
    string Model { get; }

    /// <summary>Whether it can be used.</summary>
    EngineStatus Status { get; }

    /// <summary>Takes the noise out of one utterance. Safe to call from several threads; blocks, so it is called on <see cref="EngineThreads"/> only.</summary>
    /// <param name="samples">Mono, nominally in −1…1, at <see cref="SampleRateHz"/>.</param>
    /// <returns>As many samples, none of them moved in time.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    float[] Denoise(ReadOnlySpan<float> samples);
}
