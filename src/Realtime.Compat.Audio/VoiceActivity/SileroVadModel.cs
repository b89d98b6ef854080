namespace Realtime.Compat.Audio;

/// <summary>
/// The weights of Silero VAD v6 (MIT, github.com/snakers4/silero-vad), 16 kHz branch, repacked for this machine's vectors.
/// Immutable: one for all streams and threads. 1.4 MiB.
/// </summary>
public sealed class SileroVadModel
{
    /// <summary>The file's name as the native packages ship it.</summary>
    public const string FileName = "silero_vad_v6.onnx";

    internal const int EncoderChannels = 128;
    internal const int HiddenUnits = 128;

    /// <summary>Hidden units whose four gates (input, forget, candidate, output) lie side by side, this many of each.</summary>
    internal const int GateBlock = 16;

    private const int MaxFileBytes = 16 << 20;

    private SileroVadModel(OnnxConstants constants, SileroKernels kernels)
    {
        Kernels = kernels;
        RequireFourier(constants.Take("stft.forward_basis_buffer", 2 * Spectrum.Bins, 1, Spectrum.WindowLength));

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

    private readonly AlignedFloats _outputWeights;

    /// <summary>Where builds put the weights: beside the program.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>The arithmetic that the weights are packed for.</summary>
    internal SileroKernels Kernels { get; }

    internal PackedWeights Encoder0 { get; }

    /// <summary>The first convolution once more, a matrix for each of <see cref="Winograd.Points"/>.</summary>
    internal PackedWeights[] Encoder0Points { get; }

    /// <summary>The second convolution for its first output, whose first tap meets padding.</summary>
    internal PackedWeights Encoder1Start { get; }

    internal PackedWeights Encoder1 { get; }

    internal PackedWeights Encoder2 { get; }

    internal PackedWeights Encoder3 { get; }

    internal PackedWeights Lstm { get; }

    internal ReadOnlySpan<float> OutputWeights => _outputWeights.Span;

    internal float OutputBias { get; }

    /// <summary>Reads the weights from <c>silero_vad_v6.onnx</c>.</summary>
    /// <param name="path">The file; <see cref="DefaultPath"/> where builds put it.</param>
    /// <exception cref="InvalidDataException">Another model or a damaged file; one sentence says what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read (<see cref="FileNotFoundException"/> when it is not there).</exception>
    public static SileroVadModel Load(string path)
    {
        using var file = File.OpenRead(path);
        return Load(file);
    }

    /// <summary>Reads the weights from a stream's rest.</summary>
    /// <param name="stream">Holds the ONNX file.</param>
    /// <exception cref="InvalidDataException">Another model or a damaged file; one sentence says what is wrong.</exception>
    public static SileroVadModel Load(Stream stream) => Load(stream, SileroKernels.OfThisMachine);

    /// <summary><see cref="Load(Stream)"/> for another kind of machine.</summary>
    internal static SileroVadModel Load(Stream stream, SileroKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new MemoryStream();
        var block = new byte[64 << 10];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (file.Length + read > MaxFileBytes) throw OnnxConstants.NotTheModel($"it has more than {MaxFileBytes} bytes");
            file.Write(block, 0, read);
        }

        return new SileroVadModel(OnnxConstants.Read(file.ToArray()), kernels);
    }

    /// <summary>Where the LSTM layer puts a gate of a unit.</summary>
    /// <param name="unit">0…127.</param>
    /// <param name="gate">0 input, 1 forget, 2 candidate, 3 output.</param>
    internal static int GateIndex(int unit, int gate) => (unit / GateBlock * 4 + gate) * GateBlock + unit % GateBlock;

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

    /// <summary>The first layer is replaced by an FFT, so its weights must be that transform's matrix (signs of the sines do not matter).</summary>
    private static void RequireFourier(float[] basis)
    {
        const float tolerance = 1e-4f;
        for (var bin = 0; bin < Spectrum.Bins; bin++)
        {
            for (var i = 0; i < Spectrum.WindowLength; i++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * bin * i / Spectrum.WindowLength);
                var cosineError = Math.Abs(basis[bin * Spectrum.WindowLength + i] - Spectrum.Hann[i] * cosine);
                var sineError = Math.Abs(Math.Abs(basis[(bin + Spectrum.Bins) * Spectrum.WindowLength + i]) - Math.Abs(Spectrum.Hann[i] * sine));
                if (!(cosineError < tolerance && sineError < tolerance))
                    throw OnnxConstants.NotTheModel("its first layer is not the short-time Fourier transform");
            }
        }
    }
}
