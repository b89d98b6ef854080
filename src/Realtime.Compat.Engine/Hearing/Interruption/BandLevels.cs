using System.Numerics.Tensors;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>Levels of eight bands of speech, every 16 ms of a stream. Allocates nothing per call.</summary>
internal sealed class BandLevels
{
    /// <summary>Bands.</summary>
    public const int Bands = 8;

    /// <summary>Time between two levels.</summary>
    public const int StepMs = 16;

    /// <summary>What counts as silence, in dB of full scale.</summary>
    public const float FloorDb = -80;

    /// <summary>First bin of each band, and the end of the last: 200, 400, 600, 900, 1,300, 1,900, 2,700, 3,800 to 5,500 Hz; a bin is 31.25 Hz at any rate.</summary>
    private static readonly int[] Edges = [6, 13, 19, 29, 42, 61, 86, 122, 176];

    private readonly int _hop;
    private readonly RealFft _fft;
    private readonly float[] _hann;
    private readonly float[] _samples;
    private readonly float[] _windowed;
    private readonly float[] _re;
    private readonly float[] _im;
    private int _filled;

    /// <summary>Of a stream without past.</summary>
    /// <param name="sampleRateHz">16,000, or 8,000, where the last band ends at 4 kHz.</param>
    public BandLevels(int sampleRateHz)
    {
        _hop = _filled = sampleRateHz / 1000 * StepMs;
        _fft = new RealFft(2 * _hop);
        _hann = [.. Enumerable.Range(0, 2 * _hop).Select(i => (float)(0.5 - 0.5 * Math.Cos(Math.PI * i / _hop)))];
        (_samples, _windowed) = (new float[2 * _hop], new float[2 * _hop]);
        (_re, _im) = (new float[_fft.Bins], new float[_fft.Bins]);
    }

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

        TensorPrimitives.Multiply(_samples, _hann, _windowed);
        _fft.Forward(_windowed, _re, _im);
        for (var band = 0; band < Bands; band++)
        {
            var (from, length) = (Edges[band], Math.Min(Edges[band + 1], _fft.Bins) - Edges[band]);
            var power = TensorPrimitives.SumOfSquares(_re.AsSpan(from, length)) + TensorPrimitives.SumOfSquares(_im.AsSpan(from, length));
            // A full-scale sine has the power (N/4)² in its bin under a Hann window.
            levels[band] = Math.Max(FloorDb, 10 * MathF.Log10(power / (_hop * _hop / 4f) + 1e-12f));
        }

        _samples.AsSpan(_hop).CopyTo(_samples);
        _filled = _hop;
        return true;
    }

    /// <summary>Forgets the stream.</summary>
    public void Reset()
    {
        _samples.AsSpan().Clear();
        _filled = _hop;
    }
}
