using System.Numerics.Tensors;

namespace Realtime.Compat.Speech.Turns;

/// <summary>
/// Power spectrum of windowed real samples for lengths that are no power of two. The samples are folded about their middle, so that a
/// frequency is two dot products of half the length.
/// </summary>
/// <remarks>Tables are shared by all threads; a call works in the caller's memory only.</remarks>
internal sealed class FoldedDft
{
    private readonly int _half;
    private readonly float[] _window;
    private readonly float[] _cosines; // [bins][half + 1]
    private readonly float[] _sines; // [bins][half + 1]; the first and last are zero

    /// <summary>A transform under a periodic Hann window.</summary>
    /// <param name="length">Samples of a frame; even.</param>
    public FoldedDft(int length)
    {
        Length = length;
        _half = length / 2;
        _window = [.. Enumerable.Range(0, length).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * n / length)))];
        _cosines = Table(Math.Cos);
        _sines = Table(Math.Sin);
    }

    /// <summary>Samples of a frame.</summary>
    public int Length { get; }

    /// <summary>Frequencies: 0 to half the sample rate.</summary>
    public int Bins => _half + 1;

    /// <summary>Floats of working memory that a call needs.</summary>
    public int WorkLength => 2 * Bins;

    /// <summary>The power of each frequency, |Σ w[n] x[n] e^(−2πikn/N)|².</summary>
    /// <param name="samples"><see cref="Length"/> samples.</param>
    /// <param name="power">Receives <see cref="Bins"/> numbers.</param>
    /// <param name="work"><see cref="WorkLength"/> floats.</param>
    public void Power(ReadOnlySpan<float> samples, Span<float> power, Span<float> work)
    {
        var even = work[..Bins];
        var odd = work.Slice(Bins, Bins);
        (even[0], odd[0]) = (samples[0] * _window[0], 0);
        (even[_half], odd[_half]) = (samples[_half] * _window[_half], 0);
        for (var n = 1; n < _half; n++)
        {
            // The window is symmetric: w[N − n] = w[n].
            (even[n], odd[n]) = (_window[n] * (samples[n] + samples[Length - n]), _window[n] * (samples[n] - samples[Length - n]));
        }

        for (var bin = 0; bin < Bins; bin++)
        {
            var re = TensorPrimitives.Dot<float>(even, _cosines.AsSpan(bin * Bins, Bins));
            var im = TensorPrimitives.Dot<float>(odd, _sines.AsSpan(bin * Bins, Bins));
            power[bin] = re * re + im * im;
        }
    }

    private float[] Table(Func<double, double> wave) => [.. Enumerable.Range(0, Bins * Bins).Select(i => (float)wave(2 * Math.PI * (i / Bins * (i % Bins) % Length) / Length))];
}
