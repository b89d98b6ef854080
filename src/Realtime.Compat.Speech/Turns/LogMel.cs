using System.Buffers;
using System.Numerics.Tensors;

namespace Realtime.Compat.Speech.Turns;

/// <summary>
/// Whisper's log-mel features of the last eight seconds, as Smart Turn v3 was trained on them: samples normalised to mean 0 and variance
/// 1, frames of 25 ms every 10 ms, 80 mel bands, decimal logarithm of power, at most 8 below the loudest, scaled to about −1…1
/// (transformers' <c>WhisperFeatureExtractor(chunk_length=8)</c> with <c>do_normalize=True</c>).
/// </summary>
internal static class LogMel
{
    /// <summary>Sample rate, Hz.</summary>
    public const int RateHz = 16_000;

    /// <summary>Samples that count: eight seconds. Fewer are filled up with zeros in front.</summary>
    public const int Samples = 8 * RateHz;

    /// <summary>Bands.</summary>
    public const int Bands = 80;

    /// <summary>Frames, 10 ms apart.</summary>
    public const int Frames = Samples / Hop;

    private const int FrameLength = 400;
    private const int Hop = 160;
    private const int Edge = FrameLength / 2;
    private const float LeastPower = 1e-10f;
    private const float Range = 8;
    private const double LeastVariance = 1e-7;

    private static readonly FoldedDft Dft = new(FrameLength);
    private static readonly MelFilters Filters = new(Bands, Dft.Bins, RateHz);

    /// <summary>Computes the features.</summary>
    /// <param name="samples">Mono, 16 kHz, of any length; the last <see cref="Samples"/> count.</param>
    /// <param name="features">Receives <see cref="Bands"/> × <see cref="Frames"/> numbers, band by band.</param>
    public static void Compute(ReadOnlySpan<float> samples, Span<float> features)
    {
        if (samples.Length > Samples) samples = samples[^Samples..];
        var padding = Samples - samples.Length;
        var rented = ArrayPool<float>.Shared.Rent(Samples + 2 * Edge);
        try
        {
            var padded = rented.AsSpan(0, Samples + 2 * Edge);
            Normalize(samples, padded.Slice(Edge, Samples));
            Reflect(padded);

            Span<float> power = stackalloc float[Dft.Bins];
            Span<float> work = stackalloc float[Dft.WorkLength];
            for (var frame = 0; frame < Frames; frame++)
            {
                // A frame of nothing but padding is like the one before.
                if (frame > 0 && frame * Hop + FrameLength <= Edge + padding)
                {
                    for (var band = 0; band < Bands; band++) features[band * Frames + frame] = features[band * Frames + frame - 1];
                    continue;
                }

                Dft.Power(padded.Slice(frame * Hop, FrameLength), power, work);
                for (var band = 0; band < Bands; band++) features[band * Frames + frame] = MathF.Log10(MathF.Max(LeastPower, Filters.Apply(band, power)));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }

        features = features[..(Bands * Frames)];
        TensorPrimitives.Max(features, TensorPrimitives.Max<float>(features) - Range, features);
        TensorPrimitives.Add(features, 4, features);
        TensorPrimitives.Divide(features, 4, features);
    }

    /// <summary>Zeros in front, then mean 0 and variance 1 over all of it, the zeros included.</summary>
    private static void Normalize(ReadOnlySpan<float> samples, Span<float> normalized)
    {
        normalized.Clear();
        samples.CopyTo(normalized[^samples.Length..]);
        double sum = 0, squares = 0;
        foreach (var sample in samples) sum += sample;
        var mean = sum / Samples;
        foreach (var sample in samples) squares += (sample - mean) * (sample - mean);
        var variance = (squares + (Samples - samples.Length) * mean * mean) / Samples;
        TensorPrimitives.Subtract(normalized, (float)mean, normalized);
        TensorPrimitives.Multiply(normalized, (float)(1 / Math.Sqrt(variance + LeastVariance)), normalized);
    }

    /// <summary>Mirrors both ends, without repeating the outermost samples, so that frames may be centred on them.</summary>
    private static void Reflect(Span<float> padded)
    {
        for (var i = 1; i <= Edge; i++)
        {
            padded[Edge - i] = padded[Edge + i];
            padded[Edge + Samples - 1 + i] = padded[Edge + Samples - 1 - i];
        }
    }
}
