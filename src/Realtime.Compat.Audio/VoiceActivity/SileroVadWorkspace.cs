namespace Realtime.Compat.Audio;

/// <summary>Scratch space for the frames of some streams; nothing in it outlives a call. At 16 kHz 56 KiB and 19 KiB a stream.</summary>
/// <param name="spectrum">The network's first layer, which says how long the rest is.</param>
/// <param name="capacity">Most streams.</param>
internal sealed class SileroVadWorkspace(Spectrum spectrum, int capacity)
{
    /// <summary>Streams whose windows share the lanes of one transform.</summary>
    public const int GroupSize = Spectrum.Lanes / Spectrum.Windows;

    private const int Channels0 = SileroNetwork.EncoderChannels;
    private const int Channels1 = SileroNetwork.EncoderChannels / 2;
    private const int Units = SileroNetwork.HiddenUnits;

    private readonly int _windowsLength = spectrum.WindowLength * Spectrum.Lanes;
    private readonly int _magnitudesLength = spectrum.PaddedBins * Spectrum.Lanes;
    private readonly AlignedFloats _samples = new(spectrum.InputLength);
    private readonly AlignedFloats _windows = new(Groups(capacity) * spectrum.WindowLength * Spectrum.Lanes);
    private readonly AlignedFloats _magnitudes = new(Groups(capacity) * spectrum.PaddedBins * Spectrum.Lanes);
    private readonly AlignedFloats _points = new(Winograd.Points * spectrum.PaddedBins * capacity);
    private readonly AlignedFloats _products = new(Winograd.Points * Channels0 * capacity);
    private readonly AlignedFloats _encoded0 = new(Spectrum.Windows * Channels0 * capacity);
    private readonly AlignedFloats _encoded1 = new(2 * Channels1 * capacity);
    private readonly AlignedFloats _encoded2 = new(Channels1 * capacity);
    private readonly AlignedFloats _lstm = new(2 * Units * capacity);
    private readonly AlignedFloats _gates = new(4 * Units * capacity);

    /// <summary>One stream's samples while they are laid out.</summary>
    public Span<float> Samples => _samples.Span;

    /// <summary>Winograd's transformed input: [point][stream][channel].</summary>
    public Span<float> Points => _points.Span;

    /// <summary>The products of Winograd's points: [point][stream][output].</summary>
    public Span<float> Products => _products.Span;

    /// <summary>[stream][2 times][output]</summary>
    public Span<float> Encoded1 => _encoded1.Span;

    /// <summary>[stream][output]</summary>
    public Span<float> Encoded2 => _encoded2.Span;

    /// <summary>[stream][input, then hidden state]</summary>
    public Span<float> LstmInputs => _lstm.Span;

    /// <summary>[stream][gate]</summary>
    public Span<float> Gates => _gates.Span;

    /// <summary>Windows of the group that a stream is the first of: [sample][lane].</summary>
    public Span<float> Windows(int firstStream) => _windows.Span.Slice(firstStream / GroupSize * _windowsLength, _windowsLength);

    /// <summary>Magnitudes of the group that a stream is the first of: [channel][lane].</summary>
    public Span<float> Magnitudes(int firstStream) => _magnitudes.Span.Slice(firstStream / GroupSize * _magnitudesLength, _magnitudesLength);

    /// <summary>One stream's magnitudes: [channel][lane], beginning at its first lane.</summary>
    public ReadOnlySpan<float> MagnitudesOf(int stream) => Magnitudes(stream)[(stream % GroupSize * Spectrum.Windows)..];

    /// <summary>From one stream on, the first convolution's output: [stream][time][output].</summary>
    public Span<float> Encoded0(int stream) => _encoded0.Span[(stream * Spectrum.Windows * Channels0)..];

    private static int Groups(int capacity) => (capacity + GroupSize - 1) / GroupSize;
}
