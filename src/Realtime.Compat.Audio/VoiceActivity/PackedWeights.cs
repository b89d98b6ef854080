using System.Diagnostics;

namespace Realtime.Compat.Audio;

/// <summary>
/// A matrix and a bias in the order in which <see cref="MatrixProduct{TLanes,TTile}"/> reads them: [panel of outputs][input][output in
/// panel], a panel as wide as the machine's tile, so that the weights are one stream through the cache.
/// </summary>
internal sealed class PackedWeights
{
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;

    /// <param name="panelWidth">Outputs in a panel.</param>
    /// <param name="outputs">A multiple of <paramref name="panelWidth"/>.</param>
    /// <param name="inputs">Inputs of each output.</param>
    /// <param name="weight">The weight of (output, input).</param>
    /// <param name="bias">The bias of an output.</param>
    public PackedWeights(int panelWidth, int outputs, int inputs, Func<int, int, float> weight, Func<int, float> bias)
    {
        Debug.Assert(outputs % panelWidth == 0);
        Inputs = inputs;
        Outputs = outputs;
        _weights = new AlignedFloats(outputs * inputs);
        _bias = new AlignedFloats(outputs);
        for (var output = 0; output < outputs; output++)
        {
            _bias.Span[output] = bias(output);
            var (panel, lane) = Math.DivRem(output, panelWidth);
            for (var input = 0; input < inputs; input++)
                _weights.Span[(panel * inputs + input) * panelWidth + lane] = weight(output, input);
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public ReadOnlySpan<float> Bias => _bias.Span;

    /// <summary>The weights from a panel's first output on.</summary>
    public ref float Panel(int output) => ref _weights.Span[output * Inputs];
}
