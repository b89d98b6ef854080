namespace Realtime.Compat.Audio;

/// <summary>Runs a stream through a <see cref="PolyphaseFilter"/>: output j stands at j × Down + Centre on the upsampled time axis.</summary>
internal abstract class Convolver
{
    /// <summary>The fastest for a filter.</summary>
    public static Convolver For(PolyphaseFilter filter) => filter.SuitsPlanes ? new PlaneConvolver(filter) : new DotConvolver(filter);

    /// <summary>How many outputs have all their inputs once <paramref name="inputLength"/> more have come.</summary>
    public abstract long ReadyAfter(int inputLength);

    /// <summary>Pushes input through until it is used up or the output is full.</summary>
    /// <param name="input">Next samples.</param>
    /// <param name="output">Receives at most <see cref="ReadyAfter"/> samples.</param>
    /// <returns>Samples written.</returns>
    public abstract int Push(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Forgets the past.</summary>
    public abstract void Reset();
}
