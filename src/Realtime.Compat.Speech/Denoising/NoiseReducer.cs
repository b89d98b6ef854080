using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Denoising;

/// <summary>
/// Takes noise out of recordings before they are recognised: by a downloaded model where there is one that can be used, else by the suppressor that
/// needs none. What is clean already is left as it is by either.
/// </summary>
/// <param name="denoiser">The model; null for none.</param>
internal sealed class NoiseReducer(ISpeechDenoiser? denoiser)
{
    /// <summary>
    /// Shares of the microphone's own signal that stay in what a model gives: −10 dB for one close to the mouth, −15 across a room. All that a model takes
    /// sounds cleaner and is understood worse, since it takes some of the speech as well, most of all where others speak in the background.
    /// </summary>
    private const float NearShare = 0.316f, FarShare = 0.178f;

    /// <summary><see cref="UtteranceNoise.RangeDb"/> from which a model has nothing to better: speech some 20 dB above the noise.</summary>
    private const double CleanRangeDb = 25;

    /// <summary>The model; null when none is installed or wanted.</summary>
    public ISpeechDenoiser? Denoiser => denoiser;

    /// <summary>Takes the noise out of a recording; blocks, so it is called on <see cref="EngineThreads"/> only.</summary>
    /// <param name="audio">Mono, of any rate.</param>
    /// <param name="strength">How much is taken.</param>
    /// <returns>The same recording when there is little noise in it.</returns>
    /// <exception cref="EngineException">The model failed.</exception>
    public WavAudio Reduce(WavAudio audio, NoiseReductionStrength strength)
    {
        var samples = UtteranceNoise.ToRate(audio.Samples.Span, audio.SampleRateHz);
        var cleaned = denoiser is not { Status.IsReady: true } ? UtteranceNoise.Reduce(samples, strength)
            : UtteranceNoise.RangeDb(samples) < CleanRangeDb ? Denoise(denoiser, samples, strength)
            : samples;
        return ReferenceEquals(cleaned, samples) ? audio : new WavAudio(cleaned, UtteranceNoise.RateHz);
    }

    private static float[] Denoise(ISpeechDenoiser denoiser, float[] noisy, NoiseReductionStrength strength)
    {
        var cleaned = denoiser.Denoise(noisy);
        var share = strength is NoiseReductionStrength.Mild ? NearShare : FarShare;
        for (var i = 0; i < cleaned.Length; i++) cleaned[i] += share * (noisy[i] - cleaned[i]);
        return cleaned;
    }
}
