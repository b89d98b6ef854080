namespace Realtime.Compat.Audio;

/// <summary>A filter's coefficients as the planes of <see cref="PlaneConvolver"/> meet them: [plane][tap][phase].</summary>
/// <remarks>
/// Output Up × m + p stands at newest input Down × m + n(p). All phases of a period m are computed from the same run of inputs, which begins
/// with the oldest that phase 0 needs; where a phase needs less, its coefficients are 0.
/// </remarks>
internal sealed class PlaneCoefficients
{
    private readonly PolyphaseFilter _filter;
    private readonly AlignedFloats _values;

    public PlaneCoefficients(PolyphaseFilter filter)
    {
        _filter = filter;
        var (up, down) = (filter.Up, filter.Down);
        TapsPerPlane = (NewestOf(up - 1) + 1 + down - 1) / down;
        _values = new AlignedFloats(down * TapsPerPlane * up);
        for (var phase = 0; phase < up; phase++)
        {
            var coefficients = filter.Coefficients.Span.Slice((phase * down + filter.Centre) % up * filter.Taps, filter.Taps);
            var oldest = NewestOf(phase) - filter.Taps + 1;
            for (var tap = 0; tap < filter.Taps; tap++)
            {
                var (at, plane) = Math.DivRem(oldest + tap, down);
                _values.Span[(plane * TapsPerPlane + at) * up + phase] = coefficients[tap];
            }
        }
    }

    public int Up => _filter.Up;

    public int Down => _filter.Down;

    /// <summary>Taps of each plane.</summary>
    public int TapsPerPlane { get; }

    /// <summary>Zeros that stand for the past of a new stream.</summary>
    public int LeadingZeros => _filter.Taps - 1 - _filter.Centre / _filter.Up;

    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>The newest sample that a phase needs in the first period, counted from the window's start.</summary>
    public int NewestOf(int phase) => (phase * Down + _filter.Centre) / Up - _filter.Centre / Up + _filter.Taps - 1;
}
