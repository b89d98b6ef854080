using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>The kernels on vectors of one width: a tile of neighbouring periods for each phase.</summary>
/// <typeparam name="TLanes">The vectors.</typeparam>
/// <typeparam name="TTile">Periods at once for one phase or two.</typeparam>
/// <typeparam name="TTileOfThree">Periods at once for three.</typeparam>
internal sealed class PlaneKernel<TLanes, TTile, TTileOfThree> : PlaneKernel
    where TLanes : struct, ILanes<TLanes>
    where TTile : struct, ITile<TTile, TLanes>
    where TTileOfThree : struct, ITile<TTileOfThree, TLanes>
{
    /// <inheritdoc/>
    public override int PeriodsAtOnce(int phases) => phases == 3 ? TTileOfThree.Count : TTile.Count;

    /// <inheritdoc/>
    public override void Convolve(
        PlaneCoefficients coefficients, ReadOnlySpan<float> planes, int planeLength, Span<float> sums, int sumsLength, int periods)
    {
        // The kernels below index without checks.
        var tile = PeriodsAtOnce(coefficients.Up);
        periods = (periods + tile - 1) / tile * tile;
        ArgumentOutOfRangeException.ThrowIfLessThan(planeLength, periods + coefficients.TapsPerPlane - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, coefficients.Down * planeLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(sumsLength, periods);
        ArgumentOutOfRangeException.ThrowIfLessThan(sums.Length, coefficients.Up * sumsLength);
        for (var at = 0; at < periods; at += tile)
        {
            ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(planes), at);
            ref var y = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), at);
            switch (coefficients.Up)
            {
                case 1:
                    One(coefficients, ref x, planeLength, ref y);
                    break;
                case 2:
                    Two(coefficients, ref x, planeLength, ref y, (nuint)sumsLength);
                    break;
                default:
                    Three(coefficients, ref x, planeLength, ref y, (nuint)sumsLength);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One(PlaneCoefficients coefficients, ref float x, int planeLength, ref float y)
    {
        TTile even = default, odd = default;
        ref var coefficient = ref MemoryMarshal.GetReference(coefficients.Values);
        for (var plane = 0; plane < coefficients.Down; plane++)
        {
            ref var from = ref Unsafe.Add(ref x, plane * planeLength);
            var tap = coefficients.TapsPerPlane;
            for (; tap >= 2; tap -= 2)
            {
                even = TTile.MultiplyAdd(TTile.Load(ref from, 0), TLanes.Broadcast(coefficient), even);
                odd = TTile.MultiplyAdd(TTile.Load(ref from, 1), TLanes.Broadcast(Unsafe.Add(ref coefficient, 1)), odd);
                from = ref Unsafe.Add(ref from, 2);
                coefficient = ref Unsafe.Add(ref coefficient, 2);
            }

            if (tap == 0) continue;
            even = TTile.MultiplyAdd(TTile.Load(ref from, 0), TLanes.Broadcast(coefficient), even);
            coefficient = ref Unsafe.Add(ref coefficient, 1);
        }

        TTile.Store(even + odd, ref y, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Two(PlaneCoefficients coefficients, ref float x, int planeLength, ref float y, nuint yStride)
    {
        TTile a = default, b = default;
        ref var coefficient = ref MemoryMarshal.GetReference(coefficients.Values);
        for (var plane = 0; plane < coefficients.Down; plane++)
        {
            ref var from = ref Unsafe.Add(ref x, plane * planeLength);
            for (var tap = coefficients.TapsPerPlane; tap > 0; tap--)
            {
                var samples = TTile.Load(ref from, 0);
                a = TTile.MultiplyAdd(samples, TLanes.Broadcast(coefficient), a);
                b = TTile.MultiplyAdd(samples, TLanes.Broadcast(Unsafe.Add(ref coefficient, 1)), b);
                from = ref Unsafe.Add(ref from, 1);
                coefficient = ref Unsafe.Add(ref coefficient, 2);
            }
        }

        TTile.Store(a, ref y, 0);
        TTile.Store(b, ref y, yStride);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Three(PlaneCoefficients coefficients, ref float x, int planeLength, ref float y, nuint yStride)
    {
        TTileOfThree a = default, b = default, c = default;
        ref var coefficient = ref MemoryMarshal.GetReference(coefficients.Values);
        for (var plane = 0; plane < coefficients.Down; plane++)
        {
            ref var from = ref Unsafe.Add(ref x, plane * planeLength);
            for (var tap = coefficients.TapsPerPlane; tap > 0; tap--)
            {
                var samples = TTileOfThree.Load(ref from, 0);
                a = TTileOfThree.MultiplyAdd(samples, TLanes.Broadcast(coefficient), a);
                b = TTileOfThree.MultiplyAdd(samples, TLanes.Broadcast(Unsafe.Add(ref coefficient, 1)), b);
                c = TTileOfThree.MultiplyAdd(samples, TLanes.Broadcast(Unsafe.Add(ref coefficient, 2)), c);
                from = ref Unsafe.Add(ref from, 1);
                coefficient = ref Unsafe.Add(ref coefficient, 3);
            }
        }

        TTileOfThree.Store(a, ref y, 0);
        TTileOfThree.Store(b, ref y, yStride);
        TTileOfThree.Store(c, ref y, 2 * yStride);
    }
}
