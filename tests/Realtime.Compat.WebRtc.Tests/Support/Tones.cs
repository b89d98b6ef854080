namespace Realtime.Compat.WebRtc.Tests.Support;

/// <summary>Sines of 24 kHz and their measure.</summary>
internal static class Tones
{
    public const int SampleRateHz = 24_000;

    /// <summary>A sine at a quarter of full scale.</summary>
    public static short[] Sine(double hertz, int samples, int from = 0)
    {
        var pcm = new short[samples];
        for (var i = 0; i < samples; i++)
            pcm[i] = (short)(8_000 * Math.Sin(2 * Math.PI * hertz * (from + i) / SampleRateHz));
        return pcm;
    }

    /// <summary>Root of the mean square.</summary>
    public static double Level(ReadOnlySpan<short> pcm)
    {
        if (pcm.IsEmpty) return 0;
        var sum = 0.0;
        foreach (var sample in pcm)
            sum += (double)sample * sample;
        return Math.Sqrt(sum / pcm.Length);
    }

    /// <summary>Amplitude of one frequency (Goertzel, by its definition).</summary>
    public static double Amplitude(ReadOnlySpan<short> pcm, double hertz)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < pcm.Length; i++)
        {
            var angle = 2 * Math.PI * hertz * i / SampleRateHz;
            real += pcm[i] * Math.Cos(angle);
            imaginary += pcm[i] * Math.Sin(angle);
        }
        return pcm.IsEmpty ? 0 : 2 * Math.Sqrt(real * real + imaginary * imaginary) / pcm.Length;
    }
}
