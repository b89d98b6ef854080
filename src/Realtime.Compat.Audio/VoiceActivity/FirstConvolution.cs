using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>
/// The first convolution (three taps, padding 1) of one stream, straight from the spectrum's layout: four columns at once, and no
/// multiplication by padding. Faster than <see cref="Winograd"/> for one stream or two.
/// </summary>
internal static class FirstConvolution<TLanes, TTile>
    where TLanes : struct, ILanes<TLanes>
    where TTile : struct, ITile<TTile, TLanes>
{
    private const int Taps = 3;

    /// <summary>Applies it, rectified.</summary>
    /// <param name="weights">Inputs are [tap][channel].</param>
    /// <param name="magnitudes">[channel][<see cref="Spectrum.Lanes"/>], of which the first <see cref="Spectrum.Windows"/> are the stream's.</param>
    /// <param name="y">Receives [window][output].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(PackedWeights weights, ReadOnlySpan<float> magnitudes, Span<float> y)
    {
        var channels = weights.Inputs / Taps;
        ArgumentOutOfRangeException.ThrowIfLessThan(magnitudes.Length, (channels - 1) * Spectrum.Lanes + Spectrum.Windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, Spectrum.Windows * weights.Outputs);
        ref var source = ref MemoryMarshal.GetReference(magnitudes);
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var bias = ref MemoryMarshal.GetReference(weights.Bias);
        var outputs = (nuint)weights.Outputs;
        var floor = TLanes.Broadcast(0);
        for (var output = 0; output < weights.Outputs; output += TTile.Count)
        {
            ref var w = ref weights.Panel(output);
            var a = TTile.Load(ref bias, (nuint)output);
            TTile b = a, c = a, d = a;

            // The tap before: the first window has none.
            ref var x = ref source;
            for (var i = channels; i > 0; i--)
            {
                var weight = TTile.Load(ref w, 0);
                b = TTile.MultiplyAdd(weight, TLanes.Broadcast(x), b);
                c = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 1)), c);
                d = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 2)), d);
                w = ref Unsafe.Add(ref w, TTile.Count);
                x = ref Unsafe.Add(ref x, Spectrum.Lanes);
            }

            x = ref source;
            for (var i = channels; i > 0; i--)
            {
                var weight = TTile.Load(ref w, 0);
                a = TTile.MultiplyAdd(weight, TLanes.Broadcast(x), a);
                b = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 1)), b);
                c = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 2)), c);
                d = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 3)), d);
                w = ref Unsafe.Add(ref w, TTile.Count);
                x = ref Unsafe.Add(ref x, Spectrum.Lanes);
            }

            // The tap after: the last window has none.
            x = ref source;
            for (var i = channels; i > 0; i--)
            {
                var weight = TTile.Load(ref w, 0);
                a = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 1)), a);
                b = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 2)), b);
                c = TTile.MultiplyAdd(weight, TLanes.Broadcast(Unsafe.Add(ref x, 3)), c);
                w = ref Unsafe.Add(ref w, TTile.Count);
                x = ref Unsafe.Add(ref x, Spectrum.Lanes);
            }

            TTile.Store(TTile.Max(a, floor), ref target, (nuint)output);
            TTile.Store(TTile.Max(b, floor), ref target, outputs + (nuint)output);
            TTile.Store(TTile.Max(c, floor), ref target, 2 * outputs + (nuint)output);
            TTile.Store(TTile.Max(d, floor), ref target, 3 * outputs + (nuint)output);
        }
    }
}
