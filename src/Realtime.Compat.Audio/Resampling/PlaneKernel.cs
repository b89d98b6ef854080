using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Realtime.Compat.Audio;

/// <summary>The arithmetic of <see cref="PlaneConvolver"/> for one kind of machine.</summary>
internal abstract class PlaneKernel
{
    public static PlaneKernel Avx512 { get; } = new PlaneKernel<Lanes512, TileOfFour<Lanes512>, TileOfFour<Lanes512>>();

    /// <summary>Three phases of four vectors would not fit 16 registers.</summary>
    public static PlaneKernel Avx2 { get; } = new PlaneKernel<Lanes256, TileOfFour<Lanes256>, TileOfTwo<Lanes256>>();

    public static PlaneKernel By128 { get; } = new PlaneKernel<Lanes128, TileOfFour<Lanes128>, TileOfTwo<Lanes128>>();

    public static PlaneKernel Scalar { get; } = new PlaneKernel<LanesScalar, TileOfFour<LanesScalar>, TileOfTwo<LanesScalar>>();

    /// <summary>What is fastest here.</summary>
    public static PlaneKernel OfThisMachine { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? Avx512
        : Vector256.IsHardwareAccelerated && System.Runtime.Intrinsics.X86.Avx2.IsSupported ? Avx2
        : Vector128.IsHardwareAccelerated ? By128
        : Scalar;

    /// <summary>Periods are computed in multiples of this.</summary>
    /// <param name="phases">1 to 3.</param>
    public abstract int PeriodsAtOnce(int phases);

    /// <summary>Computes all phases of the first periods in the planes.</summary>
    /// <param name="coefficients">Of the filter.</param>
    /// <param name="planes">[plane][sample], with <see cref="PlaneCoefficients.TapsPerPlane"/> more samples than periods are computed.</param>
    /// <param name="planeLength">Distance of planes.</param>
    /// <param name="sums">Receives [phase][period].</param>
    /// <param name="sumsLength">Distance of phases.</param>
    /// <param name="periods">How many at least; rounded up to whole tiles.</param>
    public abstract void Convolve(
        PlaneCoefficients coefficients, ReadOnlySpan<float> planes, int planeLength, Span<float> sums, int sumsLength, int periods);
}
