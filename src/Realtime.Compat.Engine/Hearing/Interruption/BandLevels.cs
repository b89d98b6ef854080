using System.Numerics.Tensors;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>Levels of eight bands of speech, every 16 ms of a 16 kHz stream. Allocates nothing per call.</summary>
internal sealed class BandLevels
{
    /// <summary>Bands.</summary>
    public const int Bands = 8;

    /// <summary>Samples between two levels.</summary>
    public const int Hop = 256;

    /// <summary>What counts as silence, in dB of full scale.</summary>
    public const float FloorDb = -80;

    /// <summary>First bin of each band, and the end of the last: 200, 400, 600, 900, 1,300, 1,900, 2,700, 3,800 to 5,500 Hz; a bin is 31.25 Hz.</summary>
    private static readonly int[] Edges = [6, 13, 19, 29, 42, 61, 86, 122, 176];

    private static readonly float[] Hann = [.. Enumerable.Range(0, 2 * Hop).Select(i => (float)(0.5 - 0.5 * Math.Cos(Math.PI * i / Hop)))];

    private readonly RealFft _fft = new(2 * Hop);
    private readonly float[] _samples = new float[2 * Hop];
    private readonly float[] _windowed = new float[2 * Hop];
    private readonly float[] _re = new float[Hop + 1];
    private readonly float[] _im = new float[Hop + 1];
    private int _filled = Hop;

    /// <summary>Takes samples in until the next levels are due.</summary>
    /// <param name="samples">What is left of the input; shortened by what was taken.</param>
    /// <param name="levels">Receives <see cref="Bands"/> levels in dB, at least <see cref="FloorDb"/>.</param>
    /// <returns>False when the input ran out before.</returns>
    public bool TryNext(ref ReadOnlySpan<float> samples, Span<float> levels)
    {
        var taken = Math.Min(samples.Length, _samples.Length - _filled);
        samples[..taken].CopyTo(_samples.AsSpan(_filled));
        samples = samples[taken..];
        _filled += taken;
        if (_filled < _samples.Length)
            return false;

        TensorPrimitives.Multiply(_samples, Hann, _windowed);
        _fft.Forward(_windowed, _re, _im);
        for (var band = 0; band < Bands; band++)
        {
            var (from, length) = (Edges[band], Edges[band + 1] - Edges[band]);
            var power = TensorPrimitives.SumOfSquares(_re.AsSpan(from, length)) + TensorPrimitives.SumOfSquares(_im.AsSpan(from, length));
            // A full-scale sine has the power (N/4)² in its bin under a Hann window.
            levels[band] = Math.Max(FloorDb, 10 * MathF.Log10(power / (Hop * Hop / 4f) + 1e-12f));
        }

        _samples.AsSpan(Hop).CopyTo(_samples);
        _filled = Hop;
        return true;
    }

    /// <summary>Forgets the stream.</summary>
    public void Reset()
    {
        _samples.AsSpan().Clear();
        _filled = Hop;
    }
}
