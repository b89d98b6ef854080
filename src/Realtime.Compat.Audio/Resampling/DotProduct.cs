using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>The inner loop of the resampler.</summary>
internal static class DotProduct
{
    /// <summary>Σ a[i] × b[i], always in the same order on one machine, so that equal inputs give equal bits.</summary>
    /// <param name="a">A multiple of 16 values.</param>
    /// <param name="b">As many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (Vector512.IsHardwareAccelerated) return By512(a, b);
        return Vector256.IsHardwareAccelerated ? By256(a, b) : By128(a, b);
    }

    // Two accumulators or more: one alone would wait for the multiply-add's latency at every step.
    internal static float By512(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var even = Vector512<float>.Zero;
        var odd = Vector512<float>.Zero;
        nuint i = 0;
        for (; i + 32 <= (nuint)a.Length; i += 32)
        {
            even = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i), even);
            odd = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref x, i + 16), Vector512.LoadUnsafe(ref y, i + 16), odd);
        }

        if (i < (nuint)a.Length)
            even = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i), even);
        return Sum((even + odd).GetLower() + (even + odd).GetUpper());
    }

    internal static float By256(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var even = Vector256<float>.Zero;
        var odd = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)a.Length; i += 16)
        {
            even = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref y, i), even);
            odd = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, i + 8), Vector256.LoadUnsafe(ref y, i + 8), odd);
        }

        return Sum(even + odd);
    }

    internal static float By128(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var even = Vector128<float>.Zero;
        var odd = Vector128<float>.Zero;
        for (nuint i = 0; i < (nuint)a.Length; i += 8)
        {
            even = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref x, i), Vector128.LoadUnsafe(ref y, i), even);
            odd = Vector128.MultiplyAddEstimate(Vector128.LoadUnsafe(ref x, i + 4), Vector128.LoadUnsafe(ref y, i + 4), odd);
        }

        return Vector128.Sum(even + odd);
    }

    // Folds halves onto each other: the library's Sum keeps the order of single lanes and takes three times as long.
    private static float Sum(Vector256<float> lanes) => Vector128.Sum(lanes.GetLower() + lanes.GetUpper());
}
