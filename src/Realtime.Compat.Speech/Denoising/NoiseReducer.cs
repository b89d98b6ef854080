using Realtime.Compat.Audio;

namespace Realtime.Compat.Speech.Denoising;

/// <summary>
/// Takes noise out of recordings before they are recognised: by a downloaded model where there is one that can be used, else by the suppressor that
/// needs none. What is clean already is left as it is by either.
/// </summary>
/// <param name="denoiser">The model; null for none.</param>
internal sealed class NoiseReducer(ISpeechDenoiser? denoiser)
{
    /// <summary>Share of the microphone's own signal that stays for a microphone close to the mouth: −10 dB.</summary>
    private const float NearShare = 0.316f;

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
        if (!UtteranceNoise.IsNoisy(samples)) return audio;
        var cleaned = denoiser is { Status.IsReady: true } ? Denoise(denoiser, samples, strength) : UtteranceNoise.Reduce(samples, strength);
        return new WavAudio(cleaned, UtteranceNoise.RateHz);
    }

    private static float[] Denoise(ISpeechDenoiser denoiser, float[] noisy, NoiseReductionStrength strength)
    {
        var cleaned = denoiser.Denoise(noisy);
        if (strength is NoiseReductionStrength.Strong) return cleaned;
        for (var i = 0; i < cleaned.Length; i++) cleaned[i] += NearShare * (noisy[i] - cleaned[i]);
        return cleaned;
    }
}
