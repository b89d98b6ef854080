namespace Realtime.Compat.Audio;

/// <summary>How much <see cref="NoiseSuppressor"/> takes.</summary>
public enum NoiseReductionStrength
{
    /// <summary>At most 8 dB: for a microphone close to the mouth, whose speech stands well above the noise.</summary>
    Mild,

    /// <summary>At most 15 dB: for a microphone across a room.</summary>
    Strong,
}
