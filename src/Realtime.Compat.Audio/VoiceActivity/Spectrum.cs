using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>
/// Magnitudes of four half-overlapping windows: a Hann-windowed real FFT, computed as a complex one of half the length in place,
/// with windows of one or several streams as lanes.
/// </summary>
/// <remarks>Stands for the network's first layer, whose weights are this transform's matrix: a quarter of the arithmetic.</remarks>
internal sealed class Spectrum
{
    /// <summary>Windows a stream.</summary>
    public const int Windows = 4;

    /// <summary>Lanes of a row: the windows of four streams. Rows have this length whatever the machine's vectors are.</summary>
    public const int Lanes = 16;

    private readonly int _half;
    private readonly float[] _cosines;
    private readonly float[] _sines;

    /// <summary>Periodic Hann window.</summary>
    private readonly float[] _hann;

    /// <summary>Where the transform, in place, leaves each frequency: the digits of its number (bases 4, 4, 4 and perhaps 2) reversed.</summary>
    private readonly int[] _placeOf;

    /// <param name="windowLength">Samples of one window: a power of two, at least 8.</param>
    public Spectrum(int windowLength)
    {
        WindowLength = windowLength;
        _half = windowLength / 2;
        _cosines = [.. Enumerable.Range(0, _half).Select(i => (float)Math.Cos(2 * Math.PI * i / windowLength))];
        _sines = [.. Enumerable.Range(0, _half).Select(i => (float)-Math.Sin(2 * Math.PI * i / windowLength))];
        _hann = [.. Enumerable.Range(0, windowLength).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / windowLength)))];
        _placeOf = PlacesOfFrequencies(_half);
    }

    /// <summary>Samples of one window.</summary>
    public int WindowLength { get; }

    /// <summary>Samples that one stream's windows look at.</summary>
    public int InputLength => (Windows + 1) * _half;

    /// <summary>Frequencies of one window, 0 to half the sample rate.</summary>
    public int Bins => _half + 1;

    /// <summary><see cref="Bins"/>, rounded up to whole vectors of four; the magnitudes beyond hold zeros.</summary>
    public int PaddedBins => _half + 4;

    /// <summary>Makes sure of a network whose first layer this replaces: its weights must be this transform's matrix (signs of the sines do not matter).</summary>
    /// <param name="basis">[cosines of each bin, then sines][<see cref="WindowLength"/>].</param>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public void RequireBasis(float[] basis)
    {
        const float tolerance = 1e-4f;
        for (var bin = 0; bin < Bins; bin++)
        {
            for (var i = 0; i < WindowLength; i++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * bin * i / WindowLength);
                var cosineError = Math.Abs(basis[bin * WindowLength + i] - _hann[i] * cosine);
                var sineError = Math.Abs(Math.Abs(basis[(bin + Bins) * WindowLength + i]) - Math.Abs(_hann[i] * sine));
                if (!(cosineError < tolerance && sineError < tolerance))
                    throw OnnxConstants.NotTheModel("its first layer is not the short-time Fourier transform");
            }
        }
    }

    /// <summary>Puts one stream's windows where <see cref="Transform"/> takes them.</summary>
    /// <param name="x"><see cref="InputLength"/> samples.</param>
    /// <param name="windows">[<see cref="WindowLength"/>][<see cref="Lanes"/>]: row n holds sample n of every window.</param>
    /// <param name="stream">Which of the four streams.</param>
    public void Load(ReadOnlySpan<float> x, Span<float> windows, int stream)
    {
        ref var source = ref MemoryMarshal.GetReference(x[..InputLength]);
        ref var target = ref MemoryMarshal.GetReference(windows[..(WindowLength * Lanes)]);
        var to = (nuint)(stream * Windows);
        var (hop, length) = ((nuint)_half, (nuint)WindowLength);
        for (nuint n = 0; n < length; n += 4, to += 4 * Lanes)
        {
            var a = Vector128.LoadUnsafe(ref source, n);
            var b = Vector128.LoadUnsafe(ref source, n + hop);
            var c = Vector128.LoadUnsafe(ref source, n + 2 * hop);
            var d = Vector128.LoadUnsafe(ref source, n + 3 * hop);
            Transpose.FourByFour(ref a, ref b, ref c, ref d);
            a.StoreUnsafe(ref target, to);
            b.StoreUnsafe(ref target, to + Lanes);
            c.StoreUnsafe(ref target, to + 2 * Lanes);
            d.StoreUnsafe(ref target, to + 3 * Lanes);
        }
    }

    /// <summary>Computes the magnitudes of some lanes.</summary>
    /// <param name="windows">What <see cref="Load"/> wrote; overwritten.</param>
    /// <param name="magnitudes">Receives [<see cref="Bins"/>][<see cref="Lanes"/>].</param>
    /// <param name="firstLane">The lanes are this one and the others of its vector.</param>
    public void Transform<TLanes>(Span<float> windows, Span<float> magnitudes, int firstLane) where TLanes : struct, ILanes<TLanes>
    {
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(windows[..(WindowLength * Lanes)]), firstLane);
        ref var y = ref Unsafe.Add(ref MemoryMarshal.GetReference(magnitudes[..(Bins * Lanes)]), firstLane);
        Window<TLanes>(ref x);
        var span = _half;
        for (; span >= 4; span /= 4)
            ButterfliesOfFour<TLanes>(ref x, span);
        if (span == 2) ButterfliesOfTwo<TLanes>(ref x);
        Untangle<TLanes>(ref x, ref y);
    }

    private void Window<TLanes>(ref float x) where TLanes : struct, ILanes<TLanes>
    {
        var hann = _hann;
        for (var i = 0; i < hann.Length; i++)
            TLanes.Store(TLanes.Load(ref x, (nuint)(i * Lanes)) * TLanes.Broadcast(hann[i]), ref x, (nuint)(i * Lanes));
    }

    /// <summary>One pass, radix 4, decimation in frequency. Complex number j lies in rows 2j (real) and 2j + 1 (imaginary).</summary>
    /// <summary>One stage of base 4. Sums and turns are loops of their own: together they hold more operations than the compiler inlines into one.</summary>
    private void ButterfliesOfFour<TLanes>(ref float x, int span) where TLanes : struct, ILanes<TLanes>
    {
        for (var j = 0; j < span / 4; j++)
        {
            SumFours<TLanes>(ref x, j, span);
            if (j == 0) continue; // turned by nothing

            // e^(−2πi j/span), its square and its cube.
            var turn = 2 * j * (_half / span);
            TurnEach<TLanes>(ref x, j + span / 4, span, turn);
            TurnEach<TLanes>(ref x, j + span / 2, span, 2 * turn);
            TurnEach<TLanes>(ref x, j + 3 * span / 4, span, 3 * turn);
        }
    }

    private void SumFours<TLanes>(ref float x, int first, int span) where TLanes : struct, ILanes<TLanes>
    {
        const nuint im = Lanes;
        var quarter = (nuint)(span / 4 * 2 * Lanes);
        for (var at = first; at < _half; at += span)
        {
            ref var a = ref Unsafe.Add(ref x, at * 2 * Lanes);
            ref var b = ref Unsafe.Add(ref a, quarter);
            ref var c = ref Unsafe.Add(ref b, quarter);
            ref var d = ref Unsafe.Add(ref c, quarter);
            var (aRe, aIm, bRe, bIm) = (TLanes.Load(ref a, 0), TLanes.Load(ref a, im), TLanes.Load(ref b, 0), TLanes.Load(ref b, im));
            var (cRe, cIm, dRe, dIm) = (TLanes.Load(ref c, 0), TLanes.Load(ref c, im), TLanes.Load(ref d, 0), TLanes.Load(ref d, im));
            var (acSumRe, acSumIm, acDiffRe, acDiffIm) = (aRe + cRe, aIm + cIm, aRe - cRe, aIm - cIm);
            var (bdSumRe, bdSumIm, bdDiffRe, bdDiffIm) = (bRe + dRe, bIm + dIm, bRe - dRe, bIm - dIm);
            TLanes.Store(acSumRe + bdSumRe, ref a, 0);
            TLanes.Store(acSumIm + bdSumIm, ref a, im);
            TLanes.Store(acDiffRe + bdDiffIm, ref b, 0);
            TLanes.Store(acDiffIm - bdDiffRe, ref b, im);
            TLanes.Store(acSumRe - bdSumRe, ref c, 0);
            TLanes.Store(acSumIm - bdSumIm, ref c, im);
            TLanes.Store(acDiffRe - bdDiffIm, ref d, 0);
            TLanes.Store(acDiffIm + bdDiffRe, ref d, im);
        }
    }

    /// <summary>Multiplies one place of every span by e^(−2πi index/N).</summary>
    private void TurnEach<TLanes>(ref float x, int first, int span, int index) where TLanes : struct, ILanes<TLanes>
    {
        // Past half a turn both change sign.
        var sign = index < _half ? 1f : -1f;
        var (cosine, sine) = (TLanes.Broadcast(sign * _cosines[index % _half]), TLanes.Broadcast(sign * _sines[index % _half]));
        for (var at = first; at < _half; at += span)
        {
            ref var place = ref Unsafe.Add(ref x, at * 2 * Lanes);
            var (re, im) = (TLanes.Load(ref place, 0), TLanes.Load(ref place, Lanes));
            TLanes.Store(re * cosine - im * sine, ref place, 0);
            TLanes.Store(TLanes.MultiplyAdd(re, sine, im * cosine), ref place, Lanes);
        }
    }

    private void ButterfliesOfTwo<TLanes>(ref float x) where TLanes : struct, ILanes<TLanes>
    {
        for (var at = 0; at < _half; at += 2)
        {
            ref var a = ref Unsafe.Add(ref x, at * 2 * Lanes);
            var (aRe, aIm) = (TLanes.Load(ref a, 0), TLanes.Load(ref a, Lanes));
            var (bRe, bIm) = (TLanes.Load(ref a, 2 * Lanes), TLanes.Load(ref a, 3 * Lanes));
            TLanes.Store(aRe + bRe, ref a, 0);
            TLanes.Store(aIm + bIm, ref a, Lanes);
            TLanes.Store(aRe - bRe, ref a, 2 * Lanes);
            TLanes.Store(aIm - bIm, ref a, 3 * Lanes);
        }
    }

    /// <summary>Splits the half-length transform Z into those of even (E) and odd (O) samples: X[k] = E[k] + e^(−2πik/N) O[k].</summary>
    private void Untangle<TLanes>(ref float x, ref float magnitudes) where TLanes : struct, ILanes<TLanes>
    {
        var (re, im) = (TLanes.Load(ref x, 0), TLanes.Load(ref x, Lanes));
        TLanes.Store(TLanes.Abs(re + im), ref magnitudes, 0);
        TLanes.Store(TLanes.Abs(re - im), ref magnitudes, (nuint)(_half * Lanes));
        var half = TLanes.Broadcast(0.5f);
        for (int k = 1, mirror = _half - 1; k <= mirror; k++, mirror--)
        {
            ref var a = ref Unsafe.Add(ref x, _placeOf[k] * 2 * Lanes);
            ref var b = ref Unsafe.Add(ref x, _placeOf[mirror] * 2 * Lanes);
            var (aRe, aIm, bRe, bIm) = (TLanes.Load(ref a, 0), TLanes.Load(ref a, Lanes), TLanes.Load(ref b, 0), TLanes.Load(ref b, Lanes));
            var (evenRe, evenIm) = ((aRe + bRe) * half, (aIm - bIm) * half);
            var (oddRe, oddIm) = ((aIm + bIm) * half, (bRe - aRe) * half);
            var (cosine, sine) = (TLanes.Broadcast(_cosines[k]), TLanes.Broadcast(_sines[k]));
            var (turnedRe, turnedIm) = (oddRe * cosine - oddIm * sine, TLanes.MultiplyAdd(oddRe, sine, oddIm * cosine));
            TLanes.Store(Magnitude(evenRe + turnedRe, evenIm + turnedIm), ref magnitudes, (nuint)(k * Lanes));

            // Both transforms are of real samples, so the mirrored bin is the conjugate of E − the turned O.
            TLanes.Store(Magnitude(evenRe - turnedRe, evenIm - turnedIm), ref magnitudes, (nuint)(mirror * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Magnitude<TLanes>(TLanes re, TLanes im) where TLanes : struct, ILanes<TLanes> => TLanes.Sqrt(TLanes.MultiplyAdd(re, re, im * im));

    private static int[] PlacesOfFrequencies(int half)
    {
        var places = new int[half];
        for (var place = 0; place < half; place++)
        {
            var (frequency, weight, rest) = (0, 1, place);
            for (var span = half; span > 1;)
            {
                var radix = Math.Min(span, 4);
                span /= radix;
                frequency += weight * (rest / span);
                rest %= span;
                weight *= radix;
            }

            places[frequency] = place;
        }

        return places;
    }
}
