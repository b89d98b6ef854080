namespace Realtime.Compat.Audio;

/// <summary>How much of a sound a <see cref="Resampler"/> keeps, and what that costs.</summary>
public enum ResamplerQuality
{
    /// <summary>For ears and recognisers: flat to 0.90 and at least 110 dB down from 1.10 of the lower Nyquist frequency.</summary>
    Transparent,

    /// <summary>For a detector: flat to 0.85 and at least 70 dB down from 1.15 of it, at less than half of the arithmetic and of the delay.</summary>
    Detection,
}
