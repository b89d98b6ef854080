using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>
/// y = W·x + b, perhaps rectified, for several rows x at once: outputs are the lanes, inputs are broadcast. A convolution is this too: its
/// input is kept time-major, so the window of each output is one contiguous run.
/// </summary>
/// <remarks>
/// Up to six rows share each load of weights: at six the multiply-adds are the limit, no longer the loads. Panels outside and rows
/// inside, so that a panel stays in the cache for all rows.
/// </remarks>
internal static class MatrixProduct<TLanes, TTile>
    where TLanes : struct, ILanes<TLanes>
    where TTile : struct, ITile<TTile, TLanes>
{
    // Each on its own: inlined into one method they would share its registers, and spill. At full speed from the first call.
    private const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    private static TTile None => default;

    /// <summary>Applies the matrix to each row.</summary>
    /// <param name="weights">Packed for this tile. With one row, inputs are a multiple of 4; with two, of 2.</param>
    /// <param name="x">Row r begins at r × <paramref name="xStride"/>.</param>
    /// <param name="xStride">Distance of rows in x.</param>
    /// <param name="y">Row r begins at r × <paramref name="yStride"/>.</param>
    /// <param name="yStride">Distance of rows in y.</param>
    /// <param name="rows">How many, at least 1.</param>
    /// <param name="rectified">Whether outputs below 0 become 0.</param>
    public static void Apply(PackedWeights weights, ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int rows, bool rectified)
    {
        // The kernels below index without checks.
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (rows - 1) * xStride + weights.Inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, (rows - 1) * yStride + weights.Outputs);
        Debug.Assert(weights.Inputs % 4 == 0 || rows > 2);

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var bias = ref MemoryMarshal.GetReference(weights.Bias);
        var floor = TLanes.Broadcast(rectified ? 0 : float.NegativeInfinity);
        for (var output = 0; output < weights.Outputs; output += TTile.Count)
        {
            ref var w = ref weights.Panel(output);
            var start = TTile.Load(ref bias, (nuint)output);
            for (var row = 0; row < rows;)
            {
                ref var from = ref Unsafe.Add(ref source, row * xStride);
                ref var to = ref Unsafe.Add(ref target, row * yStride + output);
                row += RowsAtOnce(rows - row) switch
                {
                    1 => One(ref w, ref from, weights.Inputs, start, ref to, floor),
                    2 => Two(ref w, ref from, (nuint)xStride, weights.Inputs, start, ref to, (nuint)yStride, floor),
                    3 => Three(ref w, ref from, (nuint)xStride, weights.Inputs, start, ref to, (nuint)yStride, floor),
                    4 => Four(ref w, ref from, (nuint)xStride, weights.Inputs, start, ref to, (nuint)yStride, floor),
                    _ => Six(ref w, ref from, (nuint)xStride, weights.Inputs, start, ref to, (nuint)yStride, floor),
                };
            }
        }
    }

    /// <summary>Seven and eight divide better by four than by six.</summary>
    private static int RowsAtOnce(int rows) => rows switch
    {
        >= 9 or 6 => 6,
        >= 4 => 4,
        _ => rows,
    };

    [MethodImpl(Kernel)]
    private static int One(ref float w, ref float x, int inputs, TTile start, ref float y, TLanes floor)
    {
        // A row alone: four inputs in flight, or each multiply-add would wait for the last.
        TTile a = start, b = None, c = None, d = None;
        for (var i = inputs; i > 0; i -= 4)
        {
            a = TTile.MultiplyAdd(TTile.Load(ref w, 0), TLanes.Broadcast(x), a);
            b = TTile.MultiplyAdd(TTile.Load(ref w, (nuint)TTile.Count), TLanes.Broadcast(Unsafe.Add(ref x, 1)), b);
            c = TTile.MultiplyAdd(TTile.Load(ref w, 2 * (nuint)TTile.Count), TLanes.Broadcast(Unsafe.Add(ref x, 2)), c);
            d = TTile.MultiplyAdd(TTile.Load(ref w, 3 * (nuint)TTile.Count), TLanes.Broadcast(Unsafe.Add(ref x, 3)), d);
            w = ref Unsafe.Add(ref w, 4 * TTile.Count);
            x = ref Unsafe.Add(ref x, 4);
        }

        TTile.Store(TTile.Max(a + b + (c + d), floor), ref y, 0);
        return 1;
    }

    [MethodImpl(Kernel)]
    private static int Two(ref float w, ref float x, nuint stride, int inputs, TTile start, ref float y, nuint yStride, TLanes floor)
    {
        TTile a = start, b = start, oddA = None, oddB = None;
        for (var i = inputs; i > 0; i -= 2)
        {
            var even = TTile.Load(ref w, 0);
            a = TTile.MultiplyAdd(even, TLanes.Broadcast(x), a);
            b = TTile.MultiplyAdd(even, TLanes.Broadcast(Unsafe.Add(ref x, stride)), b);
            var odd = TTile.Load(ref w, (nuint)TTile.Count);
            oddA = TTile.MultiplyAdd(odd, TLanes.Broadcast(Unsafe.Add(ref x, 1)), oddA);
            oddB = TTile.MultiplyAdd(odd, TLanes.Broadcast(Unsafe.Add(ref x, stride + 1)), oddB);
            w = ref Unsafe.Add(ref w, 2 * TTile.Count);
            x = ref Unsafe.Add(ref x, 2);
        }

        TTile.Store(TTile.Max(a + oddA, floor), ref y, 0);
        TTile.Store(TTile.Max(b + oddB, floor), ref y, yStride);
        return 2;
    }

    [MethodImpl(Kernel)]
    private static int Three(ref float w, ref float x, nuint stride, int inputs, TTile start, ref float y, nuint yStride, TLanes floor)
    {
        TTile a = start, b = start, c = start;
        for (var i = inputs; i > 0; i--)
        {
            var weights = TTile.Load(ref w, 0);
            a = TTile.MultiplyAdd(weights, TLanes.Broadcast(x), a);
            b = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, stride)), b);
            c = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 2 * stride)), c);
            w = ref Unsafe.Add(ref w, TTile.Count);
            x = ref Unsafe.Add(ref x, 1);
        }

        TTile.Store(TTile.Max(a, floor), ref y, 0);
        TTile.Store(TTile.Max(b, floor), ref y, yStride);
        TTile.Store(TTile.Max(c, floor), ref y, 2 * yStride);
        return 3;
    }

    [MethodImpl(Kernel)]
    private static int Four(ref float w, ref float x, nuint stride, int inputs, TTile start, ref float y, nuint yStride, TLanes floor)
    {
        TTile a = start, b = start, c = start, d = start;
        for (var i = inputs; i > 0; i--)
        {
            var weights = TTile.Load(ref w, 0);
            a = TTile.MultiplyAdd(weights, TLanes.Broadcast(x), a);
            b = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, stride)), b);
            c = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 2 * stride)), c);
            d = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 3 * stride)), d);
            w = ref Unsafe.Add(ref w, TTile.Count);
            x = ref Unsafe.Add(ref x, 1);
        }

        TTile.Store(TTile.Max(a, floor), ref y, 0);
        TTile.Store(TTile.Max(b, floor), ref y, yStride);
        TTile.Store(TTile.Max(c, floor), ref y, 2 * yStride);
        TTile.Store(TTile.Max(d, floor), ref y, 3 * yStride);
        return 4;
    }

    [MethodImpl(Kernel)]
    private static int Six(ref float w, ref float x, nuint stride, int inputs, TTile start, ref float y, nuint yStride, TLanes floor)
    {
        TTile a = start, b = start, c = start, d = start, e = start, f = start;
        for (var i = inputs; i > 0; i--)
        {
            var weights = TTile.Load(ref w, 0);
            a = TTile.MultiplyAdd(weights, TLanes.Broadcast(x), a);
            b = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, stride)), b);
            c = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 2 * stride)), c);
            d = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 3 * stride)), d);
            e = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 4 * stride)), e);
            f = TTile.MultiplyAdd(weights, TLanes.Broadcast(Unsafe.Add(ref x, 5 * stride)), f);
            w = ref Unsafe.Add(ref w, TTile.Count);
            x = ref Unsafe.Add(ref x, 1);
        }

        TTile.Store(TTile.Max(a, floor), ref y, 0);
        TTile.Store(TTile.Max(b, floor), ref y, yStride);
        TTile.Store(TTile.Max(c, floor), ref y, 2 * yStride);
        TTile.Store(TTile.Max(d, floor), ref y, 3 * yStride);
        TTile.Store(TTile.Max(e, floor), ref y, 4 * yStride);
        TTile.Store(TTile.Max(f, floor), ref y, 5 * yStride);
        return 6;
    }
}
