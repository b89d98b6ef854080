namespace Realtime.Compat.Speech.Turns;

/// <summary>
/// Triangles on Slaney's mel scale (linear below 1 kHz, logarithmic above; Auditory Toolbox, 1998), each of unit area: the filters of
/// Whisper's features.
/// </summary>
internal sealed class MelFilters
{
    private const double BreakHz = 1000;
    private const double BreakMel = 15;
    private static readonly double LogStep = Math.Log(6.4) / 27;

    private readonly (int First, float[] Weights)[] _filters;

    /// <summary>Filters from 0 Hz to half the rate.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bins">Frequencies of the spectrum, 0 to half the rate.</param>
    /// <param name="rateHz">Sample rate.</param>
    public MelFilters(int count, int bins, int rateHz)
    {
        var top = Mel(rateHz / 2.0);
        var corners = Enumerable.Range(0, count + 2).Select(i => Hz(top * i / (count + 1))).ToArray();
        _filters = [.. Enumerable.Range(0, count).Select(i => Triangle(corners[i], corners[i + 1], corners[i + 2], bins, rateHz / 2.0 / (bins - 1)))];
    }

    /// <summary>How many filters there are.</summary>
    public int Count => _filters.Length;

    /// <summary>What a filter lets through.</summary>
    /// <param name="filter">0…<see cref="Count"/> − 1.</param>
    /// <param name="power">The power of each frequency.</param>
    public float Apply(int filter, ReadOnlySpan<float> power)
    {
        var (first, weights) = _filters[filter];
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * power[first + i];
        return sum;
    }

    private static (int First, float[] Weights) Triangle(double low, double peak, double high, int bins, double binHz)
    {
        var weights = Enumerable.Range(0, bins)
            .Select(bin => Math.Min((bin * binHz - low) / (peak - low), (high - bin * binHz) / (high - peak)))
            .Select(height => (float)(Math.Max(0, height) * 2 / (high - low)))
            .ToArray();
        var first = Array.FindIndex(weights, weight => weight > 0);
        var last = Array.FindLastIndex(weights, weight => weight > 0);
        return first < 0 ? (0, []) : (first, weights[first..(last + 1)]);
    }

    private static double Mel(double hz) => hz < BreakHz ? 3 * hz / 200 : BreakMel + Math.Log(hz / BreakHz) / LogStep;

    private static double Hz(double mel) => mel < BreakMel ? 200 * mel / 3 : BreakHz * Math.Exp(LogStep * (mel - BreakMel));
}
