namespace Realtime.Compat.Audio;

/// <summary>The network, layer by layer, on vectors of one width.</summary>
internal sealed class SileroKernels<TLanes, TTile> : SileroKernels
    where TLanes : struct, ILanes<TLanes>
    where TTile : struct, ITile<TTile, TLanes>
{
    /// <summary>From this many streams on, the transforms of Winograd's convolution cost less than the products they save.</summary>
    private const int WinogradFrom = 3;

    private const int Channels0 = SileroNetwork.EncoderChannels;
    private const int Channels1 = SileroNetwork.EncoderChannels / 2;
    private const int Units = SileroNetwork.HiddenUnits;

    /// <inheritdoc/>
    public override int PanelWidth => TTile.Count;

    /// <inheritdoc/>
    public override void Run(SileroNetwork network, SileroVadWorkspace work, ReadOnlySpan<SileroVad> streams, Span<float> probabilities)
    {
        var count = streams.Length;
        for (var first = 0; first < count; first += SileroVadWorkspace.GroupSize)
            Transform(network.Spectrum, work.Windows(first), work.Magnitudes(first), Math.Min(count - first, SileroVadWorkspace.GroupSize));

        if (count < WinogradFrom) Convolve(network, work, count);
        else ConvolveTogether(network, work, count);
        Encode(network, work, count);
        Remember(network, work, streams, probabilities);
    }

    /// <summary>Magnitudes of a group of streams, by vectors no wider than its lanes.</summary>
    private static void Transform(Spectrum spectrum, Span<float> windows, Span<float> magnitudes, int streams)
    {
        var lanes = streams * Spectrum.Windows;
        if (TLanes.Count > 4 && lanes == 4) spectrum.Transform<Lanes128>(windows, magnitudes, 0);
        else if (TLanes.Count > 8 && lanes == 8) spectrum.Transform<Lanes256>(windows, magnitudes, 0);
        else
        {
            for (var lane = 0; lane < lanes; lane += TLanes.Count)
                spectrum.Transform<TLanes>(windows, magnitudes, lane);
        }
    }

    private static void Convolve(SileroNetwork network, SileroVadWorkspace work, int count)
    {
        for (var stream = 0; stream < count; stream++)
            FirstConvolution<TLanes, TTile>.Apply(network.Encoder0, work.MagnitudesOf(stream), work.Encoded0(stream));
    }

    private static void ConvolveTogether(SileroNetwork network, SileroVadWorkspace work, int count)
    {
        var channels = network.Spectrum.PaddedBins;
        var inputStride = count * channels;
        var productStride = count * Channels0;
        for (var stream = 0; stream < count; stream++)
            Winograd.TransformInput(work.MagnitudesOf(stream), work.Points[(stream * channels)..], inputStride, channels);
        for (var point = 0; point < Winograd.Points; point++)
        {
            MatrixProduct<TLanes, TTile>.Apply(
                network.Encoder0Points[point],
                work.Points[(point * inputStride)..], channels,
                work.Products[(point * productStride)..], Channels0, count, rectified: false);
        }

        for (var stream = 0; stream < count; stream++)
            Winograd.TransformOutput<TLanes>(work.Products[(stream * Channels0)..], productStride, network.Encoder0.Bias, work.Encoded0(stream));
    }

    /// <summary>The second to fourth convolution. Padding meets the same taps always: those are left out.</summary>
    private static void Encode(SileroNetwork network, SileroVadWorkspace work, int count)
    {
        const int input = Spectrum.Windows * Channels0;
        MatrixProduct<TLanes, TTile>.Apply(network.Encoder1Start, work.Encoded0(0), input, work.Encoded1, 2 * Channels1, count, rectified: true);
        MatrixProduct<TLanes, TTile>.Apply(
            network.Encoder1, work.Encoded0(0)[Channels0..], input, work.Encoded1[Channels1..], 2 * Channels1, count, rectified: true);
        MatrixProduct<TLanes, TTile>.Apply(network.Encoder2, work.Encoded1, 2 * Channels1, work.Encoded2, Channels1, count, rectified: true);
        MatrixProduct<TLanes, TTile>.Apply(network.Encoder3, work.Encoded2, Channels1, work.LstmInputs, 2 * Units, count, rectified: true);
    }

    private static void Remember(SileroNetwork network, SileroVadWorkspace work, ReadOnlySpan<SileroVad> streams, Span<float> probabilities)
    {
        for (var i = 0; i < streams.Length; i++)
            streams[i].Hidden.CopyTo(work.LstmInputs[(i * 2 * Units + Units)..]);
        MatrixProduct<TLanes, TTile>.Apply(network.Lstm, work.LstmInputs, 2 * Units, work.Gates, 4 * Units, streams.Length, rectified: false);
        for (var i = 0; i < streams.Length; i++)
        {
            probabilities[i] = Lstm.Step<TLanes>(
                work.Gates[(i * 4 * Units)..], streams[i].Hidden, streams[i].Cell, network.OutputWeights, network.OutputBias);
        }
    }
}
