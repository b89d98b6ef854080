namespace Realtime.Compat.Audio;

/// <summary>
/// One branch of Silero VAD: the weights for one sample rate, repacked for this machine's vectors. Both have the same layers over frames of
/// 32 ms; at 8 kHz frame, context and windows have half the samples and the spectrum half the bins. Immutable.
/// </summary>
internal sealed class SileroNetwork
{
    public const int EncoderChannels = 128;
    public const int HiddenUnits = 128;

    /// <summary>Hidden units whose four gates (input, forget, candidate, output) lie side by side, this many of each.</summary>
    public const int GateBlock = 16;

    private readonly AlignedFloats _outputWeights;

    /// <param name="sampleRateHz">Rate of the branch.</param>
    /// <param name="constants">The branch's weights.</param>
    /// <param name="kernels">The arithmetic to pack them for.</param>
    /// <exception cref="InvalidDataException">Weights of another network.</exception>
    public SileroNetwork(int sampleRateHz, OnnxConstants constants, SileroKernels kernels)
    {
        SampleRateHz = sampleRateHz;
        FrameLength = sampleRateHz / 1000 * SileroVad.FrameMs;
        ContextLength = FrameLength / 8;
        Spectrum = new Spectrum(FrameLength / 2);
        Kernels = kernels;
        Spectrum.RequireBasis(constants.Take("stft.forward_basis_buffer", 2 * Spectrum.Bins, 1, Spectrum.WindowLength));

        // Later layers' outputs are so few (2, then 1) that padding meets some kernel taps always: those are dropped.
        Encoder0 = Convolution(constants, 0, Spectrum.Bins, EncoderChannels, firstTap: 0, taps: 3);
        Encoder0Points = WinogradPoints(constants);
        Encoder1Start = Convolution(constants, 1, EncoderChannels, EncoderChannels / 2, firstTap: 1, taps: 2);
        Encoder1 = Convolution(constants, 1, EncoderChannels, EncoderChannels / 2, firstTap: 0, taps: 3);
        Encoder2 = Convolution(constants, 2, EncoderChannels / 2, EncoderChannels / 2, firstTap: 1, taps: 2);
        Encoder3 = Convolution(constants, 3, EncoderChannels / 2, EncoderChannels, firstTap: 1, taps: 1);
        Lstm = LongShortTermMemory(constants);

        var output = new AlignedFloats(HiddenUnits);
        constants.Take("decoder.decoder.2.weight", 1, HiddenUnits, 1).CopyTo(output.Span);
        _outputWeights = output;
        OutputBias = constants.Take("decoder.decoder.2.bias", 1)[0];
    }

    /// <summary>Samples a second.</summary>
    public int SampleRateHz { get; }

    /// <summary>Samples a frame: 32 ms.</summary>
    public int FrameLength { get; }

    /// <summary>Samples of the frame before that the network looks at: 4 ms.</summary>
    public int ContextLength { get; }

    /// <summary>The first layer.</summary>
    public Spectrum Spectrum { get; }

    /// <summary>The arithmetic that the weights are packed for.</summary>
    public SileroKernels Kernels { get; }

    public PackedWeights Encoder0 { get; }

    /// <summary>The first convolution once more, a matrix for each of <see cref="Winograd.Points"/>.</summary>
    public PackedWeights[] Encoder0Points { get; }

    /// <summary>The second convolution for its first output, whose first tap meets padding.</summary>
    public PackedWeights Encoder1Start { get; }

    public PackedWeights Encoder1 { get; }

    public PackedWeights Encoder2 { get; }

    public PackedWeights Encoder3 { get; }

    public PackedWeights Lstm { get; }

    public ReadOnlySpan<float> OutputWeights => _outputWeights.Span;

    public float OutputBias { get; }

    /// <summary>Where the LSTM layer puts a gate of a unit.</summary>
    /// <param name="unit">0…127.</param>
    /// <param name="gate">0 input, 1 forget, 2 candidate, 3 output.</param>
    public static int GateIndex(int unit, int gate) => (unit / GateBlock * 4 + gate) * GateBlock + unit % GateBlock;

    private PackedWeights Convolution(OnnxConstants constants, int index, int inputs, int outputs, int firstTap, int taps)
    {
        const int kernel = 3;
        var weight = constants.Take($"encoder.{index}.reparam_conv.weight", outputs, inputs, kernel);
        var bias = constants.Take($"encoder.{index}.reparam_conv.bias", outputs);
        return new PackedWeights(
            Kernels.PanelWidth,
            outputs,
            taps * inputs,
            (output, i) => weight[(output * inputs + i % inputs) * kernel + firstTap + i / inputs],
            output => bias[output]);
    }

    private PackedWeights[] WinogradPoints(OnnxConstants constants)
    {
        const int kernel = 3;
        var weight = constants.Take("encoder.0.reparam_conv.weight", EncoderChannels, Spectrum.Bins, kernel);
        return [.. Enumerable.Range(0, Winograd.Points).Select(point => new PackedWeights(
            Kernels.PanelWidth,
            EncoderChannels,
            Spectrum.Bins,
            (output, channel) => Winograd.Weight(point, Tap(output, channel, 0), Tap(output, channel, 1), Tap(output, channel, 2)),
            static _ => 0))];

        float Tap(int output, int channel, int tap) => weight[(output * Spectrum.Bins + channel) * kernel + tap];
    }

    private PackedWeights LongShortTermMemory(OnnxConstants constants)
    {
        var fromInput = constants.Take("decoder.rnn.weight_ih", 4 * HiddenUnits, HiddenUnits);
        var fromHidden = constants.Take("decoder.rnn.weight_hh", 4 * HiddenUnits, HiddenUnits);
        var inputBias = constants.Take("decoder.rnn.bias_ih", 4 * HiddenUnits);
        var hiddenBias = constants.Take("decoder.rnn.bias_hh", 4 * HiddenUnits);

        // The file keeps all units of one gate together; row[GateIndex(u, g)] is where unit u's gate g comes from.
        var row = new int[4 * HiddenUnits];
        for (var unit = 0; unit < HiddenUnits; unit++)
            for (var gate = 0; gate < 4; gate++)
                row[GateIndex(unit, gate)] = gate * HiddenUnits + unit;

        return new PackedWeights(
            Kernels.PanelWidth,
            4 * HiddenUnits,
            2 * HiddenUnits,
            (output, i) => i < HiddenUnits ? fromInput[row[output] * HiddenUnits + i] : fromHidden[row[output] * HiddenUnits + i - HiddenUnits],
            output => inputBias[row[output]] + hiddenBias[row[output]]);
    }
}
