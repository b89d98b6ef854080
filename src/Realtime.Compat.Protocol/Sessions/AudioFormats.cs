namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Arithmetic of <see cref="AudioFormat"/>.</summary>
public static class AudioFormats
{
    /// <summary>Samples a second.</summary>
    /// <param name="format">The format.</param>
    public static int SampleRateHz(this AudioFormat format) => format is AudioFormat.Pcm16 ? 24_000 : 8_000;

    /// <summary>Bytes a sample.</summary>
    /// <param name="format">The format.</param>
    public static int BytesPerSample(this AudioFormat format) => format is AudioFormat.Pcm16 ? 2 : 1;

    /// <summary>Bytes a millisecond: 48 for PCM16, 8 for G.711.</summary>
    /// <param name="format">The format.</param>
    public static int BytesPerMs(this AudioFormat format) => format.SampleRateHz() / 1000 * format.BytesPerSample();
}
