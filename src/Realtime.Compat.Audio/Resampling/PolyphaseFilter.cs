using System.Collections.Concurrent;

namespace Realtime.Compat.Audio;

/// <summary>
/// The coefficients of a resampler: one long low-pass (Kaiser-windowed sinc) at the rate input × <see cref="Up"/>, cut into
/// <see cref="Up"/> phases of <see cref="Taps"/> coefficients each. Immutable and shared by every stream of the same ratio.
/// </summary>
internal sealed class PolyphaseFilter
{
    // Kaiser 1974: length − 1 = (attenuation − 7.95) / (2.285 × transition width in radians).
    private const double KaiserLength = 2.285;

    // Taps are padded to this, so that a dot product needs no remainder: one Vector512, two Vector256, four Vector128.
    private const int TapGranularity = 16;

    /// <summary>Up to this numerator and denominator the registers hold all phases at once.</summary>
    private const int MaxPlanes = 3;

    // 4 Mi coefficients (16 MiB). Only ratios of rates that no device uses (44,101 : 16,000) come near.
    private const long MaxCoefficients = 1 << 22;

    private static readonly int[] CommonRatesHz = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];
    private static readonly ConcurrentDictionary<(int Up, int Down, ResamplerQuality Quality), PolyphaseFilter> Common = new();

    private readonly Lazy<PlaneCoefficients> _planeCoefficients;

    private PolyphaseFilter(int up, int down, ResamplerQuality quality)
    {
        Up = up;
        Down = down;

        // Edges are of the lower Nyquist frequency. What folds back between it and the stop band's lands between it and the pass band's,
        // above all that speech models look at.
        var (minAttenuationDb, passbandEdge, stopbandEdge) = quality == ResamplerQuality.Detection ? (70, 0.85, 1.15) : (110, 0.90, 1.10);

        // Frequencies are relative to the rate of the prototype filter, input × Up.
        var nyquist = 0.5 / Math.Max(up, down);
        var transition = 2 * Math.PI * (stopbandEdge - passbandEdge) * nyquist;
        var length = Math.Ceiling((minAttenuationDb - 7.95) / (KaiserLength * transition)) + 1;
        var taps = Math.Ceiling(length / up / TapGranularity) * TapGranularity;
        if (up * taps > MaxCoefficients)
            throw new NotSupportedException($"Resampling by {up}:{down} would need a filter of more than {MaxCoefficients} coefficients; use common rates.");

        // What the padding adds to the length buys attenuation: 115 dB for 24 to 16 kHz, 122 dB back; 76 dB for detection.
        Taps = (int)taps;
        Centre = (up * Taps - 1) / 2;
        var attenuationDb = 7.95 + KaiserLength * transition * 2 * Centre;
        Coefficients = Phases(KaiserSinc(Centre, (passbandEdge + stopbandEdge) / 2 * nyquist, attenuationDb));
        _planeCoefficients = new Lazy<PlaneCoefficients>(() => new PlaneCoefficients(this));
    }

    /// <summary>Interpolation factor: the number of phases.</summary>
    public int Up { get; }

    /// <summary>Decimation factor.</summary>
    public int Down { get; }

    /// <summary>Whether the ratio is simple enough for <see cref="PlaneConvolver"/>.</summary>
    public bool SuitsPlanes => Up <= MaxPlanes && Down <= MaxPlanes;

    /// <summary>Coefficients per phase, a multiple of 16.</summary>
    public int Taps { get; }

    /// <summary>Position of the prototype's peak, in samples at input × <see cref="Up"/>: the group delay.</summary>
    public int Centre { get; }

    /// <summary>[phase][tap], taps in the order of the input (oldest sample first).</summary>
    public AlignedFloats Coefficients { get; }

    /// <summary>The same for <see cref="PlaneConvolver"/>.</summary>
    public PlaneCoefficients PlaneCoefficients => _planeCoefficients.Value;

    /// <summary>The filter for a pair of rates; those of common rates are designed once per process.</summary>
    public static PolyphaseFilter For(int inputRateHz, int outputRateHz, ResamplerQuality quality = ResamplerQuality.Transparent)
    {
        var divisor = GreatestCommonDivisor(inputRateHz, outputRateHz);
        var (up, down) = (outputRateHz / divisor, inputRateHz / divisor);
        return CommonRatesHz.Contains(inputRateHz) && CommonRatesHz.Contains(outputRateHz)
            ? Common.GetOrAdd((up, down, quality), static key => new PolyphaseFilter(key.Up, key.Down, key.Quality))
            : new PolyphaseFilter(up, down, quality);
    }

    private AlignedFloats Phases(double[] prototype)
    {
        var coefficients = new AlignedFloats(Up * Taps);
        for (var phase = 0; phase < Up; phase++)
        {
            // Unit gain at 0 Hz for each phase, or a constant would come out with a ripple at the phases' rate.
            var gain = 0.0;
            for (var i = phase; i < prototype.Length; i += Up) gain += prototype[i];
            for (int i = phase, tap = Taps - 1; i < prototype.Length; i += Up, tap--)
                coefficients.Span[phase * Taps + tap] = (float)(prototype[i] / gain);
        }

        return coefficients;
    }

    private static double[] KaiserSinc(int centre, double cutoff, double attenuationDb)
    {
        var beta = 0.1102 * (attenuationDb - 8.7); // Kaiser 1974, for more than 50 dB
        var filter = new double[2 * centre + 1];
        for (var i = 0; i < filter.Length; i++)
        {
            var t = i - centre;
            var sinc = t == 0 ? 2 * cutoff : Math.Sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
            var r = (double)t / centre;
            filter[i] = sinc * BesselI0(beta * Math.Sqrt(1 - r * r));
        }

        return filter;
    }

    /// <summary>Modified Bessel function of the first kind, order 0, by its power series.</summary>
    private static double BesselI0(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-18; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
