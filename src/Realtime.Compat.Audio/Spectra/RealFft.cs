using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>Fourier transform of real samples, computed as a complex one of half the length (radix 2, in place). Allocates nothing per call; one a thread.</summary>
public sealed class RealFft
{
    private readonly int _half;
    private readonly float[] _cosines;
    private readonly float[] _sines;
    private readonly float[] _turnsRe; // from index n on: e^(−πik/n), the factors of the stage that joins transforms of n
    private readonly float[] _turnsIm;
    private readonly int[] _reversed;
    private readonly float[] _re;
    private readonly float[] _im;

    /// <summary>A transform.</summary>
    /// <param name="length">Samples of a window: a power of two, at least 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a power of two, or too short.</exception>
    public RealFft(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 8);
        if (!BitOperations.IsPow2(length))
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be a power of two.");
        Length = length;
        _half = length / 2;
        _cosines = [.. Enumerable.Range(0, _half).Select(i => (float)Math.Cos(2 * Math.PI * i / length))];
        _sines = [.. Enumerable.Range(0, _half).Select(i => (float)Math.Sin(2 * Math.PI * i / length))];
        (_turnsRe, _turnsIm) = (new float[_half], new float[_half]);
        for (var i = 1; i < _half; i++)
        {
            var joined = 1 << BitOperations.Log2((uint)i);
            (_turnsRe[i], _turnsIm[i]) = ((float)Math.Cos(Math.PI * (i - joined) / joined), -(float)Math.Sin(Math.PI * (i - joined) / joined));
        }

        var bits = BitOperations.Log2((uint)_half);
        _reversed = [.. Enumerable.Range(0, _half).Select(i => Enumerable.Range(0, bits).Aggregate(0, (sum, bit) => sum << 1 | (i >> bit & 1)))];
        _re = new float[_half];
        _im = new float[_half];
    }

    /// <summary>Samples of a window.</summary>
    public int Length { get; }

    /// <summary>Frequencies: 0 to half the sample rate.</summary>
    public int Bins => _half + 1;

    /// <summary>To frequencies: X[k] = Σ x[n] e^(−2πikn/N).</summary>
    /// <param name="samples"><see cref="Length"/> samples.</param>
    /// <param name="re">Receives <see cref="Bins"/> real parts.</param>
    /// <param name="im">Receives <see cref="Bins"/> imaginary parts.</param>
    public void Forward(ReadOnlySpan<float> samples, Span<float> re, Span<float> im)
    {
        for (var i = 0; i < _half; i++)
        {
            var at = 2 * _reversed[i];
            _re[i] = samples[at];
            _im[i] = samples[at + 1];
        }

        Transform();
        // Even samples went in as real parts, odd ones as imaginary parts: X[k] = E[k] + e^(−2πik/N) O[k].
        (re[0], im[0]) = (_re[0] + _im[0], 0);
        (re[_half], im[_half]) = (_re[0] - _im[0], 0);
        for (int k = 1, mirror = _half - 1; k <= mirror; k++, mirror--)
        {
            var (evenRe, evenIm) = (0.5f * (_re[k] + _re[mirror]), 0.5f * (_im[k] - _im[mirror]));
            var (oddRe, oddIm) = (0.5f * (_im[k] + _im[mirror]), 0.5f * (_re[mirror] - _re[k]));
            var (turnedRe, turnedIm) = (oddRe * _cosines[k] + oddIm * _sines[k], oddIm * _cosines[k] - oddRe * _sines[k]);
            (re[mirror], im[mirror]) = (evenRe - turnedRe, turnedIm - evenIm);
            (re[k], im[k]) = (evenRe + turnedRe, evenIm + turnedIm);
        }
    }

    /// <summary>Back to samples; the inverse of <see cref="Forward"/>.</summary>
    /// <param name="re"><see cref="Bins"/> real parts.</param>
    /// <param name="im"><see cref="Bins"/> imaginary parts; the first and the last count as 0.</param>
    /// <param name="samples">Receives <see cref="Length"/> samples.</param>
    public void Inverse(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> samples)
    {
        // The conjugate through the forward transform is the inverse, N/2 times too large.
        for (var k = 0; k < _half; k++)
        {
            var mirror = _half - k;
            var (imK, imMirror) = (k == 0 ? 0 : im[k], mirror == _half ? 0 : im[mirror]);
            var (evenRe, evenIm) = (0.5f * (re[k] + re[mirror]), 0.5f * (imK - imMirror));
            var (differenceRe, differenceIm) = (0.5f * (re[k] - re[mirror]), 0.5f * (imK + imMirror));
            var (oddRe, oddIm) = (differenceRe * _cosines[k] - differenceIm * _sines[k], differenceIm * _cosines[k] + differenceRe * _sines[k]);
            var at = _reversed[k];
            _re[at] = evenRe - oddIm;
            _im[at] = -(evenIm + oddRe);
        }

        Transform();
        var scale = 1f / _half;
        for (var i = 0; i < _half; i++)
        {
            samples[2 * i] = _re[i] * scale;
            samples[2 * i + 1] = -_im[i] * scale;
        }
    }

    private void Transform()
    {
        JoinFours();
        for (var joined = 4; joined < _half; joined *= 2)
        {
            var turnsRe = Lanes(_turnsRe, joined, joined);
            var turnsIm = Lanes(_turnsIm, joined, joined);
            for (var at = 0; at < _half; at += 2 * joined)
            {
                var evenRe = Lanes(_re, at, joined);
                var evenIm = Lanes(_im, at, joined);
                var oddRe = Lanes(_re, at + joined, joined);
                var oddIm = Lanes(_im, at + joined, joined);
                for (var i = 0; i < turnsRe.Length; i++)
                {
                    var turnedRe = oddRe[i] * turnsRe[i] - oddIm[i] * turnsIm[i];
                    var turnedIm = oddIm[i] * turnsRe[i] + oddRe[i] * turnsIm[i];
                    (oddRe[i], oddIm[i]) = (evenRe[i] - turnedRe, evenIm[i] - turnedIm);
                    (evenRe[i], evenIm[i]) = (evenRe[i] + turnedRe, evenIm[i] + turnedIm);
                }
            }
        }
    }

    /// <summary>The first two stages at once: their factors are 1 and −i.</summary>
    private void JoinFours()
    {
        for (var i = 0; i + 3 < _half; i += 4)
        {
            var re = _re.AsSpan(i, 4);
            var im = _im.AsSpan(i, 4);
            var (sumRe, sumIm, differenceRe, differenceIm) = (re[0] + re[1], im[0] + im[1], re[0] - re[1], im[0] - im[1]);
            var (otherSumRe, otherSumIm, otherDifferenceRe, otherDifferenceIm) = (re[2] + re[3], im[2] + im[3], re[2] - re[3], im[2] - im[3]);
            (re[0], im[0]) = (sumRe + otherSumRe, sumIm + otherSumIm);
            (re[1], im[1]) = (differenceRe + otherDifferenceIm, differenceIm - otherDifferenceRe);
            (re[2], im[2]) = (sumRe - otherSumRe, sumIm - otherSumIm);
            (re[3], im[3]) = (differenceRe - otherDifferenceIm, differenceIm + otherDifferenceRe);
        }
    }

    private static Span<Vector128<float>> Lanes(float[] values, int start, int length) => MemoryMarshal.Cast<float, Vector128<float>>(values.AsSpan(start, length));
}
