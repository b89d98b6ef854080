using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio;

/// <summary>The element-wise half of the LSTM and the output neuron.</summary>
internal static class Lstm
{
    /// <summary>Takes one step.</summary>
    /// <param name="gates">Of one stream, before their sigmoids, where <see cref="SileroNetwork.GateIndex"/> says.</param>
    /// <param name="hidden">The stream's hidden state; becomes the next.</param>
    /// <param name="cell">The stream's cell state; becomes the next.</param>
    /// <param name="outputWeights">Of the output neuron.</param>
    /// <param name="outputBias">Of the output neuron.</param>
    /// <returns>The network's output, 0…1.</returns>
    public static float Step<TLanes>(ReadOnlySpan<float> gates, Span<float> hidden, Span<float> cell, ReadOnlySpan<float> outputWeights, float outputBias)
        where TLanes : struct, ILanes<TLanes>
    {
        const int units = SileroNetwork.HiddenUnits;
        const int block = SileroNetwork.GateBlock;
        ref var gate = ref MemoryMarshal.GetReference(gates[..(4 * units)]);
        ref var h = ref MemoryMarshal.GetReference(hidden[..units]);
        ref var c = ref MemoryMarshal.GetReference(cell[..units]);
        ref var weight = ref MemoryMarshal.GetReference(outputWeights[..units]);
        var one = TLanes.Broadcast(1);
        var zero = TLanes.Broadcast(0);
        var sum = zero;
        for (var unit = 0; unit < units; unit += TLanes.Count)
        {
            // sigmoid(x) = 1 / (1 + e^−x) and tanh(x) = (e^2x − 1) / (e^2x + 1), brought to common denominators: two divisions, not five.
            var at = (nuint)SileroNetwork.GateIndex(unit, 0);
            var input = one + LaneMath.Exp(zero - TLanes.Load(ref gate, at));
            var forget = one + LaneMath.Exp(zero - TLanes.Load(ref gate, at + block));
            var candidate = LaneMath.Exp(TLanes.Broadcast(2) * TLanes.Load(ref gate, at + 2 * block));
            var output = one + LaneMath.Exp(zero - TLanes.Load(ref gate, at + 3 * block));

            var scale = input * (candidate + one);
            var newCell = TLanes.MultiplyAdd(TLanes.Load(ref c, (nuint)unit), scale, (candidate - one) * forget) / (scale * forget);
            TLanes.Store(newCell, ref c, (nuint)unit);

            var open = LaneMath.Exp(newCell + newCell);
            var newHidden = (open - one) / (output * (open + one));
            TLanes.Store(newHidden, ref h, (nuint)unit);
            sum = TLanes.MultiplyAdd(TLanes.Max(newHidden, zero), TLanes.Load(ref weight, (nuint)unit), sum);
        }

        return 1 / (1 + MathF.Exp(-(TLanes.Sum(sum) + outputBias)));
    }
}
