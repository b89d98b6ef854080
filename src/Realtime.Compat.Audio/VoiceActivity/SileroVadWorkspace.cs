namespace Realtime.Compat.Audio;

/// <summary>Scratch space for one frame; nothing in it outlives a call. One a thread, 16 KiB.</summary>
internal sealed class SileroVadWorkspace
{
    private const int Channels0 = SileroVadModel.EncoderChannels;
    private const int Channels1 = SileroVadModel.EncoderChannels / 2;
    private const int Units = SileroVadModel.HiddenUnits;

    [ThreadStatic]
    private static SileroVadWorkspace? _ofThisThread;

    // Time-major, with a row of zeros before the first and after the last: the padding of the convolution that reads it.
    private readonly AlignedFloats _magnitudes = new((1 + Spectrum.Windows + 1) * Spectrum.Bins);
    private readonly AlignedFloats _encoded0 = new((1 + Spectrum.Windows) * Channels0);

    private readonly AlignedFloats _samples = new(Spectrum.InputLength);
    private readonly AlignedFloats _encoded1 = new(2 * Channels1);
    private readonly AlignedFloats _encoded2 = new(Channels1);
    private readonly AlignedFloats _lstm = new(2 * Units);
    private readonly AlignedFloats _gates = new(4 * Units);

    public static SileroVadWorkspace OfThisThread => _ofThisThread ??= new SileroVadWorkspace();

    public Spectrum Spectrum { get; } = new();

    public Span<float> Samples => _samples.Span;

    public Span<float> PaddedMagnitudes => _magnitudes.Span;

    public Span<float> Magnitudes => _magnitudes.Span.Slice(Spectrum.Bins, Spectrum.Windows * Spectrum.Bins);

    /// <summary>Stride 2 never reaches past the last row, so only the first is padding.</summary>
    public Span<float> PaddedEncoded0 => _encoded0.Span;

    public Span<float> Encoded0 => _encoded0.Span[Channels0..];

    public Span<float> Encoded1 => _encoded1.Span;

    public Span<float> Encoded2 => _encoded2.Span;

    public Span<float> LstmInputAndHidden => _lstm.Span;

    public Span<float> LstmInput => _lstm.Span[..Units];

    public Span<float> LstmHidden => _lstm.Span[Units..];

    public Span<float> Gates => _gates.Span;
}
