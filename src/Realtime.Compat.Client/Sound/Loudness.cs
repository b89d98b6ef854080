using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>How loud sound is.</summary>
public static class Loudness
{
    /// <summary>What counts as silence, in dB below full scale.</summary>
    public const double FloorDb = -60;

    /// <summary>Root mean square of PCM16, in dB below full scale.</summary>
    /// <param name="pcm16">Mono PCM16.</param>
    /// <returns><see cref="FloorDb"/>…0.</returns>
    public static double OfPcm16(ReadOnlySpan<byte> pcm16)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm16);
        if (samples.IsEmpty)
            return FloorDb;
        double energy = 0;
        foreach (var sample in samples)
            energy += (double)sample * sample;
        var rms = Math.Sqrt(energy / samples.Length) / short.MaxValue;
        return rms <= 0.001 ? FloorDb : Math.Min(0, 20 * Math.Log10(rms));
    }
}
