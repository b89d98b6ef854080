using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>
/// The first convolution of several streams by Winograd's F(4,3) (Lavin and Gray 2015): four outputs of three taps take six products
/// instead of twelve. Each of the six is one matrix product over all streams.
/// </summary>
internal static class Winograd
{
    /// <summary>Points at which the polynomials are evaluated: 0, 1, −1, 2, −2, ∞.</summary>
    public const int Points = 6;

    private static readonly double[][] Weights =
    [
        [1 / 4.0, 0, 0],
        [-1 / 6.0, -1 / 6.0, -1 / 6.0],
        [-1 / 6.0, 1 / 6.0, -1 / 6.0],
        [1 / 24.0, 1 / 12.0, 1 / 6.0],
        [1 / 24.0, -1 / 12.0, 1 / 6.0],
        [0, 0, 1],
    ];

    /// <summary>The weight that a point's matrix has for three taps.</summary>
    public static float Weight(int point, float before, float at, float after) =>
        (float)(Weights[point][0] * before + Weights[point][1] * at + Weights[point][2] * after);

    /// <summary>Transforms one stream's spectrum. The windows before the first and after the last are zero: the padding.</summary>
    /// <param name="magnitudes">[channel][<see cref="Spectrum.Lanes"/>], beginning at the stream's first lane.</param>
    /// <param name="points">Receives [point][stream][channel], beginning at the stream.</param>
    /// <param name="pointStride">Distance of points.</param>
    /// <param name="channels">A multiple of four: <see cref="Spectrum.PaddedBins"/>.</param>
    public static void TransformInput(ReadOnlySpan<float> magnitudes, Span<float> points, int pointStride, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(magnitudes.Length, (channels - 1) * Spectrum.Lanes + Spectrum.Windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Length, (Points - 1) * pointStride + channels);
        ref var source = ref MemoryMarshal.GetReference(magnitudes);
        ref var target = ref MemoryMarshal.GetReference(points);
        var stride = (nuint)pointStride;
        for (nuint channel = 0; channel < (nuint)channels; channel += 4)
        {
            var at = channel * Spectrum.Lanes;
            var x1 = Vector128.LoadUnsafe(ref source, at);
            var x2 = Vector128.LoadUnsafe(ref source, at + Spectrum.Lanes);
            var x3 = Vector128.LoadUnsafe(ref source, at + 2 * Spectrum.Lanes);
            var x4 = Vector128.LoadUnsafe(ref source, at + 3 * Spectrum.Lanes);
            Transpose.FourByFour(ref x1, ref x2, ref x3, ref x4);

            var even = x4 - 4 * x2;
            var odd = x3 - 4 * x1;
            var evenFar = x4 - x2;
            var oddFar = 2 * (x3 - x1);
            (even - x2).StoreUnsafe(ref target, channel);
            (even + odd).StoreUnsafe(ref target, stride + channel);
            (even - odd).StoreUnsafe(ref target, 2 * stride + channel);
            (evenFar + oddFar).StoreUnsafe(ref target, 3 * stride + channel);
            (evenFar - oddFar).StoreUnsafe(ref target, 4 * stride + channel);
            (4 * x1 - 5 * x3).StoreUnsafe(ref target, 5 * stride + channel);
        }
    }

    /// <summary>Turns the products back into one stream's four columns, adds the bias and rectifies.</summary>
    /// <param name="products">[point][stream][output], beginning at the stream.</param>
    /// <param name="pointStride">Distance of points.</param>
    /// <param name="bias">Of each output.</param>
    /// <param name="y">Receives [window][output].</param>
    public static void TransformOutput<TLanes>(ReadOnlySpan<float> products, int pointStride, ReadOnlySpan<float> bias, Span<float> y)
        where TLanes : struct, ILanes<TLanes>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(products.Length, (Points - 1) * pointStride + bias.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, Spectrum.Windows * bias.Length);
        ref var source = ref MemoryMarshal.GetReference(products);
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var biases = ref MemoryMarshal.GetReference(bias);
        var (stride, outputs) = ((nuint)pointStride, (nuint)bias.Length);
        var (zero, two, four, eight) = (TLanes.Broadcast(0), TLanes.Broadcast(2), TLanes.Broadcast(4), TLanes.Broadcast(8));
        for (nuint output = 0; output < outputs; output += (nuint)TLanes.Count)
        {
            var m1 = TLanes.Load(ref source, stride + output);
            var m2 = TLanes.Load(ref source, 2 * stride + output);
            var m3 = TLanes.Load(ref source, 3 * stride + output);
            var m4 = TLanes.Load(ref source, 4 * stride + output);
            var b = TLanes.Load(ref biases, output);
            var (near, nearDifference) = (m1 + m2, m1 - m2);
            var (far, farDifference) = (m3 + m4, m3 - m4);
            TLanes.Store(TLanes.Max(b + TLanes.Load(ref source, output) + near + far, zero), ref target, output);
            TLanes.Store(TLanes.Max(TLanes.MultiplyAdd(two, farDifference, b + nearDifference), zero), ref target, outputs + output);
            TLanes.Store(TLanes.Max(TLanes.MultiplyAdd(four, far, b + near), zero), ref target, 2 * outputs + output);
            TLanes.Store(
                TLanes.Max(TLanes.MultiplyAdd(eight, farDifference, b + nearDifference) + TLanes.Load(ref source, 5 * stride + output), zero),
                ref target,
                3 * outputs + output);
        }
    }
}
