using Realtime.Compat.Audio;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Codecs;

/// <summary>Between the wire's audio formats and samples. Whole samples only; no allocation.</summary>
internal static class AudioFormatCodec
{
    /// <summary>Decodes bytes to samples at the format's rate.</summary>
    /// <param name="format">Format of the bytes.</param>
    /// <param name="encoded">Whole samples.</param>
    /// <param name="samples">Receives them, in −1…1; at least as many.</param>
    /// <returns>Number of samples.</returns>
    public static int Decode(AudioFormat format, ReadOnlySpan<byte> encoded, Span<float> samples)
    {
        switch (format)
        {
            case AudioFormat.G711Ulaw:
                G711.DecodeMuLaw(encoded, samples);
                return encoded.Length;
            case AudioFormat.G711Alaw:
                G711.DecodeALaw(encoded, samples);
                return encoded.Length;
            default:
                Pcm16.ToFloat(encoded, samples);
                return encoded.Length / 2;
        }
    }

    /// <summary>Encodes samples at the format's rate to bytes.</summary>
    /// <param name="format">Format of the bytes.</param>
    /// <param name="samples">Samples in −1…1; beyond it they saturate.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Encode(AudioFormat format, ReadOnlySpan<float> samples)
    {
        var encoded = new byte[samples.Length * format.BytesPerSample()];
        switch (format)
        {
            case AudioFormat.G711Ulaw:
                G711.EncodeMuLaw(samples, encoded);
                break;
            case AudioFormat.G711Alaw:
                G711.EncodeALaw(samples, encoded);
                break;
            default:
                Pcm16.FromFloat(samples, encoded);
                break;
        }

        return encoded;
    }
}
