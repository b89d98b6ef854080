using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>
/// y = W·x + b, perhaps rectified, for several x at once. A convolution is this too: its input is kept time-major, so the
/// window of each output is one contiguous run.
/// </summary>
/// <remarks>
/// Weights lie as [panel of 64 outputs][input][64]: outputs are the lanes, inputs are broadcast, and a panel streams through
/// the cache once for all columns of a call.
/// </remarks>
internal sealed class Layer
{
    private const int PanelWidth = 64;

    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;
    private readonly bool _rectified;

    /// <param name="outputs">A multiple of 64.</param>
    /// <param name="inputs">Length of x.</param>
    /// <param name="weight">The weight of (output, input).</param>
    /// <param name="bias">The bias of an output.</param>
    /// <param name="rectified">Whether outputs below 0 become 0.</param>
    public Layer(int outputs, int inputs, Func<int, int, float> weight, Func<int, float> bias, bool rectified)
    {
        Debug.Assert(outputs % PanelWidth == 0);
        Inputs = inputs;
        Outputs = outputs;
        _rectified = rectified;
        _weights = new AlignedFloats(outputs * inputs);
        _bias = new AlignedFloats(outputs);
        for (var output = 0; output < outputs; output++)
        {
            _bias.Span[output] = bias(output);
            var (panel, lane) = Math.DivRem(output, PanelWidth);
            for (var input = 0; input < inputs; input++)
                _weights.Span[(panel * inputs + input) * PanelWidth + lane] = weight(output, input);
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Applies the layer to each column.</summary>
    /// <param name="x">Column c begins at c × <paramref name="xStride"/> and has <see cref="Inputs"/> values; columns may overlap.</param>
    /// <param name="xStride">Distance of columns in x.</param>
    /// <param name="y">Column c, <see cref="Outputs"/> values, begins at c × <see cref="Outputs"/>.</param>
    /// <param name="columns">How many, at least 1.</param>
    public void Apply<TLanes>(ReadOnlySpan<float> x, int xStride, Span<float> y, int columns) where TLanes : struct, ILanes<TLanes>
    {
        // The kernels below index without checks.
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (columns - 1) * xStride + Inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, columns * Outputs);

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var column = 0;
        for (; column + 4 <= columns; column += 4)
            FourColumns<TLanes>(ref Unsafe.Add(ref source, column * xStride), (nuint)xStride, ref Unsafe.Add(ref target, column * Outputs));
        for (; column < columns; column++)
            OneColumn<TLanes>(ref Unsafe.Add(ref source, column * xStride), ref Unsafe.Add(ref target, column * Outputs));
    }

    // Two vectors of outputs by four columns: eight independent sums, enough to hide the multiply-add's latency.
    private void FourColumns<TLanes>(ref float x, nuint xStride, ref float y) where TLanes : struct, ILanes<TLanes>
    {
        var width = (nuint)TLanes.Count;
        var outputs = (nuint)Outputs;
        ref var bias = ref MemoryMarshal.GetReference(_bias.Span);
        for (nuint output = 0; output < outputs; output += 2 * width)
        {
            ref var w = ref TileOf(output);
            TLanes a0 = TLanes.Load(ref bias, output), a1 = a0, a2 = a0, a3 = a0;
            TLanes b0 = TLanes.Load(ref bias, output + width), b1 = b0, b2 = b0, b3 = b0;
            ref var input = ref x;
            for (var i = Inputs; i > 0; i--)
            {
                var (a, b) = (TLanes.Load(ref w, 0), TLanes.Load(ref w, width));
                var x0 = TLanes.Broadcast(input);
                a0 = TLanes.MultiplyAdd(a, x0, a0);
                b0 = TLanes.MultiplyAdd(b, x0, b0);
                var x1 = TLanes.Broadcast(Unsafe.Add(ref input, xStride));
                a1 = TLanes.MultiplyAdd(a, x1, a1);
                b1 = TLanes.MultiplyAdd(b, x1, b1);
                var x2 = TLanes.Broadcast(Unsafe.Add(ref input, 2 * xStride));
                a2 = TLanes.MultiplyAdd(a, x2, a2);
                b2 = TLanes.MultiplyAdd(b, x2, b2);
                var x3 = TLanes.Broadcast(Unsafe.Add(ref input, 3 * xStride));
                a3 = TLanes.MultiplyAdd(a, x3, a3);
                b3 = TLanes.MultiplyAdd(b, x3, b3);
                w = ref Unsafe.Add(ref w, PanelWidth);
                input = ref Unsafe.Add(ref input, 1);
            }

            Finish(a0, ref y, output);
            Finish(b0, ref y, output + width);
            Finish(a1, ref y, outputs + output);
            Finish(b1, ref y, outputs + output + width);
            Finish(a2, ref y, 2 * outputs + output);
            Finish(b2, ref y, 2 * outputs + output + width);
            Finish(a3, ref y, 3 * outputs + output);
            Finish(b3, ref y, 3 * outputs + output + width);
        }
    }

    // Four vectors of outputs by one column, even and odd inputs apart: eight independent sums again.
    private void OneColumn<TLanes>(ref float x, ref float y) where TLanes : struct, ILanes<TLanes>
    {
        var width = (nuint)TLanes.Count;
        ref var bias = ref MemoryMarshal.GetReference(_bias.Span);
        for (nuint output = 0; output < (nuint)Outputs; output += 4 * width)
        {
            ref var w = ref TileOf(output);
            TLanes a = TLanes.Load(ref bias, output), b = TLanes.Load(ref bias, output + width);
            TLanes c = TLanes.Load(ref bias, output + 2 * width), d = TLanes.Load(ref bias, output + 3 * width);
            TLanes oddA = TLanes.Zero, oddB = TLanes.Zero, oddC = TLanes.Zero, oddD = TLanes.Zero;
            ref var input = ref x;
            for (var i = Inputs; i > 0; i -= 2)
            {
                var even = TLanes.Broadcast(input);
                a = TLanes.MultiplyAdd(TLanes.Load(ref w, 0), even, a);
                b = TLanes.MultiplyAdd(TLanes.Load(ref w, width), even, b);
                c = TLanes.MultiplyAdd(TLanes.Load(ref w, 2 * width), even, c);
                d = TLanes.MultiplyAdd(TLanes.Load(ref w, 3 * width), even, d);
                var odd = TLanes.Broadcast(Unsafe.Add(ref input, 1));
                oddA = TLanes.MultiplyAdd(TLanes.Load(ref w, PanelWidth), odd, oddA);
                oddB = TLanes.MultiplyAdd(TLanes.Load(ref w, PanelWidth + width), odd, oddB);
                oddC = TLanes.MultiplyAdd(TLanes.Load(ref w, PanelWidth + 2 * width), odd, oddC);
                oddD = TLanes.MultiplyAdd(TLanes.Load(ref w, PanelWidth + 3 * width), odd, oddD);
                w = ref Unsafe.Add(ref w, 2 * PanelWidth);
                input = ref Unsafe.Add(ref input, 2);
            }

            Finish(TLanes.Add(a, oddA), ref y, output);
            Finish(TLanes.Add(b, oddB), ref y, output + width);
            Finish(TLanes.Add(c, oddC), ref y, output + 2 * width);
            Finish(TLanes.Add(d, oddD), ref y, output + 3 * width);
        }
    }

    private ref float TileOf(nuint output)
    {
        var (panel, lane) = Math.DivRem(output, PanelWidth);
        return ref Unsafe.Add(ref MemoryMarshal.GetReference(_weights.Span), panel * (nuint)Inputs * PanelWidth + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish<TLanes>(TLanes sum, ref float y, nuint offset) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Store(_rectified ? TLanes.Relu(sum) : sum, ref y, offset);
}
