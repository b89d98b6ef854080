namespace Realtime.Compat.Audio;

/// <summary>
/// For ratios of small numbers, such as 3:2. The input is split into as many planes as the ratio decimates by, so that neighbouring
/// periods of the pattern of phases are neighbours in memory: they are the lanes, coefficients are broadcast, and each load serves
/// every phase.
/// </summary>
/// <remarks>
/// Twice to three times as fast as a dot product an output: there is nothing to sum across lanes. Whole tiles are computed and what is not due
/// is dropped, so an output's sum has the same order wherever the input is cut: the same bits.
/// </remarks>
internal sealed class PlaneConvolver : Convolver
{
    private const int BlockLength = 480;

    private readonly PolyphaseFilter _filter;
    private readonly PlaneCoefficients _coefficients;
    private readonly float[] _planes;  // sample i of the window is in plane i % Down at i / Down; beyond the last sample lie zeros
    private readonly float[] _sums;    // [phase][period]
    private readonly int _planeLength;
    private readonly int _periods;           // most whole or begun periods in the window
    private int _filled;
    private int _given;                      // outputs of the window's first period that are written already

    public PlaneConvolver(PolyphaseFilter filter)
    {
        _filter = filter;
        _coefficients = filter.PlaneCoefficients;
        var tile = PlaneKernel.OfThisMachine.PeriodsAtOnce(filter.Up);
        _periods = (BlockLength / filter.Down + 1 + tile) / tile * tile;
        _planeLength = _periods + _coefficients.TapsPerPlane;
        _planes = new float[filter.Down * _planeLength];
        _sums = new float[filter.Up * _periods];
        Reset();
    }

    /// <inheritdoc/>
    public override long ReadyAfter(int inputLength)
    {
        var filled = (long)_filled + inputLength;
        var ready = -(long)_given;
        for (var phase = 0; phase < _filter.Up; phase++)
        {
            // The phase's output of period m needs the samples up to m × Down + NewestOf(phase).
            var missing = filled - 1 - _coefficients.NewestOf(phase);
            if (missing >= 0) ready += missing / _filter.Down + 1;
        }

        return ready;
    }

    /// <inheritdoc/>
    public override int Push(ReadOnlySpan<float> input, Span<float> output)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            var taken = Math.Min(input.Length, BlockLength);
            var due = (int)Math.Min(ReadyAfter(taken), output.Length - written);
            Planes.Split(input[..taken], _planes, _planeLength, _filter.Down, _filled);
            input = input[taken..];
            _filled += taken;
            if (due <= 0) continue;

            var periods = (_given + due + _filter.Up - 1) / _filter.Up;
            PlaneKernel.OfThisMachine.Convolve(_coefficients, _planes, _planeLength, _sums, _periods, periods);
            Planes.Join(_sums, _periods, _filter.Up, _given, output.Slice(written, due));
            written += due;
            DropPeriods(Math.DivRem(_given + due, _filter.Up, out _given));
        }

        return written;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _planes.AsSpan().Clear();
        _filled = _coefficients.LeadingZeros;
        _given = 0;
    }

    private void DropPeriods(int periods)
    {
        var used = (_filled + _filter.Down - 1) / _filter.Down;
        for (var plane = 0; plane < _filter.Down; plane++)
        {
            var samples = _planes.AsSpan(plane * _planeLength, used);
            samples[periods..].CopyTo(samples);
            samples[(used - periods)..].Clear();
        }

        _filled -= periods * _filter.Down;
    }
}
