using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>
/// Magnitudes of four overlapping windows of 256 samples, 128 apart: a Hann-windowed real FFT, computed as a complex one of
/// half the length, with the four windows as lanes.
/// </summary>
/// <remarks>Stands for the network's first layer, whose weights are this transform's matrix: a quarter of the arithmetic.</remarks>
internal sealed class Spectrum
{
    /// <summary>Samples that one call looks at.</summary>
    public const int InputLength = 3 * Hop + WindowLength;

    /// <summary>Frequencies of one window, 0 to half the sample rate.</summary>
    public const int Bins = WindowLength / 2 + 1;

    /// <summary>Windows a call.</summary>
    public const int Windows = 4;

    /// <summary>Samples of one window.</summary>
    public const int WindowLength = 256;

    private const int Hop = 128;
    private const int Half = WindowLength / 2;

    private static readonly float[] Cosines = [.. Enumerable.Range(0, Half).Select(i => (float)Math.Cos(2 * Math.PI * i / WindowLength))];
    private static readonly float[] Sines = [.. Enumerable.Range(0, Half).Select(i => (float)Math.Sin(2 * Math.PI * i / WindowLength))];
    private static readonly int[] BitReversed =
        [.. Enumerable.Range(0, Half).Select(i => Enumerable.Range(0, BitOperations.Log2(Half)).Aggregate(0, (reversed, bit) => reversed << 1 | (i >> bit & 1)))];

    private readonly Vector128<float>[] _real = new Vector128<float>[Half];
    private readonly Vector128<float>[] _imaginary = new Vector128<float>[Half];

    /// <summary>Periodic Hann window.</summary>
    public static float[] Hann { get; } = [.. Enumerable.Range(0, WindowLength).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / WindowLength)))];

    /// <summary>Computes the magnitudes.</summary>
    /// <param name="x"><see cref="InputLength"/> samples.</param>
    /// <param name="magnitudes">Receives [<see cref="Windows"/>][<see cref="Bins"/>].</param>
    public void Compute(ReadOnlySpan<float> x, Span<float> magnitudes)
    {
        Debug.Assert(x.Length >= InputLength && magnitudes.Length >= Windows * Bins);
        LoadWindows(x);
        Transform();
        Untangle(magnitudes);
    }

    /// <summary>Even samples become real parts and odd ones imaginary parts, in bit-reversed order.</summary>
    private void LoadWindows(ReadOnlySpan<float> x)
    {
        for (var i = 0; i < Half; i++)
        {
            var at = 2 * BitReversed[i];
            _real[i] = Vector128.Create(x[at], x[at + Hop], x[at + 2 * Hop], x[at + 3 * Hop]) * Hann[at];
            _imaginary[i] = Vector128.Create(x[at + 1], x[at + 1 + Hop], x[at + 1 + 2 * Hop], x[at + 1 + 3 * Hop]) * Hann[at + 1];
        }
    }

    /// <summary>Radix-2, decimation in time, in place.</summary>
    private void Transform()
    {
        for (var span = 1; span < Half; span *= 2)
        {
            for (var twiddle = 0; twiddle < span; twiddle++)
            {
                var cosine = Cosines[twiddle * (Half / span)];
                var sine = Sines[twiddle * (Half / span)];
                for (var i = twiddle; i < Half; i += 2 * span)
                {
                    var (re, im) = (_real[i + span], _imaginary[i + span]);
                    var turnedRe = re * cosine + im * sine;
                    var turnedIm = im * cosine - re * sine;
                    (re, im) = (_real[i], _imaginary[i]);
                    _real[i] = re + turnedRe;
                    _imaginary[i] = im + turnedIm;
                    _real[i + span] = re - turnedRe;
                    _imaginary[i + span] = im - turnedIm;
                }
            }
        }
    }

    /// <summary>Splits the half-length transform Z into those of even (E) and odd (O) samples: X[k] = E[k] + e^(−2πik/256) O[k].</summary>
    private void Untangle(Span<float> magnitudes)
    {
        Store(magnitudes, 0, Vector128.Abs(_real[0] + _imaginary[0]));
        Store(magnitudes, Half, Vector128.Abs(_real[0] - _imaginary[0]));
        for (int k = 1, mirror = Half - 1; k <= mirror; k++, mirror--)
        {
            var evenRe = 0.5f * (_real[k] + _real[mirror]);
            var evenIm = 0.5f * (_imaginary[k] - _imaginary[mirror]);
            var oddRe = 0.5f * (_imaginary[k] + _imaginary[mirror]);
            var oddIm = 0.5f * (_real[mirror] - _real[k]);
            var turnedRe = oddRe * Cosines[k] + oddIm * Sines[k];
            var turnedIm = oddIm * Cosines[k] - oddRe * Sines[k];
            Store(magnitudes, k, Magnitude(evenRe + turnedRe, evenIm + turnedIm));

            // Both transforms are of real samples, so the mirrored bin is the conjugate of E − the turned O.
            Store(magnitudes, mirror, Magnitude(evenRe - turnedRe, evenIm - turnedIm));
        }
    }

    private static Vector128<float> Magnitude(Vector128<float> re, Vector128<float> im) => Vector128.Sqrt(re * re + im * im);

    private static void Store(Span<float> magnitudes, int bin, Vector128<float> windows)
    {
        magnitudes[bin + 3 * Bins] = windows[3];
        magnitudes[bin + 2 * Bins] = windows[2];
        magnitudes[bin + Bins] = windows[1];
        magnitudes[bin] = windows[0];
    }
}
