using System.Numerics.Tensors;

namespace Realtime.Compat.Engine.Hearing.Turns.Prosody;

/// <summary>Pitch of a frame of voice by normalised autocorrelation at 4 kHz, 75…400 Hz. Allocates nothing.</summary>
/// <param name="sampleRateHz">Rate of the samples to come, a multiple of 4 kHz.</param>
internal sealed class PitchEstimator(int sampleRateHz)
{
    private const int RateHz = 4_000;
    private const int FrameLength = RateHz * 32 / 1000;
    private const int LongestLag = RateHz / 75;
    private const int ShortestLag = RateHz / 400;

    /// <summary>Correlation of a frame with itself a period later from which it counts as voiced.</summary>
    private const float Voiced = 0.5f;

    /// <summary>A peak at half the lag that is nearly as high is the true period: the longer one counts every second.</summary>
    private const float OctaveShare = 0.9f;

    /// <summary>The frame before and this one: a low voice has not three periods in 32 ms.</summary>
    private readonly float[] _window = new float[2 * FrameLength];

    private readonly int _decimation = sampleRateHz / RateHz;
    private readonly float[] _correlations = new float[LongestLag + 2];

    /// <summary>Estimates the pitch over the last 64 ms.</summary>
    /// <param name="samples">The next 32 ms, or fewer.</param>
    /// <returns>Hz; 0 when they are not voiced.</returns>
    public float Estimate(ReadOnlySpan<float> samples)
    {
        var fresh = samples.Length / _decimation;
        _window.AsSpan(fresh).CopyTo(_window);
        var tail = _window.AsSpan(_window.Length - fresh);
        for (var i = 0; i < fresh; i++)
            tail[i] = TensorPrimitives.Sum(samples.Slice(i * _decimation, _decimation)) / _decimation;

        var length = _window.Length - LongestLag - 1;
        ReadOnlySpan<float> start = _window.AsSpan(0, length);
        var energy = TensorPrimitives.SumOfSquares(start);
        if (energy < 1e-6f)
            return 0;

        for (var lag = ShortestLag - 1; lag <= LongestLag + 1; lag++)
        {
            ReadOnlySpan<float> later = _window.AsSpan(lag, length);
            _correlations[lag] = TensorPrimitives.Dot(start, later) / MathF.Sqrt(energy * TensorPrimitives.SumOfSquares(later) + 1e-12f);
        }

        var best = BestLag();
        return best == 0 ? 0 : RateHz / Refine(best);
    }

    private int BestLag()
    {
        var best = 0;
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            if (IsPeak(lag) && _correlations[lag] > Voiced && (best == 0 || _correlations[lag] > _correlations[best] / OctaveShare))
                best = lag;
        }

        return best;
    }

    private bool IsPeak(int lag) => _correlations[lag] >= _correlations[lag - 1] && _correlations[lag] > _correlations[lag + 1];

    /// <summary>The top of the parabola through a peak and its neighbours.</summary>
    private float Refine(int lag)
    {
        var (before, at, after) = (_correlations[lag - 1], _correlations[lag], _correlations[lag + 1]);
        var curve = before - 2 * at + after;
        return curve >= 0 ? lag : lag + 0.5f * (before - after) / curve;
    }
}
