namespace Realtime.Compat.Audio;

/// <summary>
/// Follows the power of the noise in each frequency while speech goes on over it: the noise is what is left when the voice pauses, so its
/// power is near the least of the smoothed power within the last three seconds (Martin 2001), and it is followed more quickly where speech is
/// improbable (Cohen 2003).
/// </summary>
internal sealed class NoiseEstimator
{
    /// <summary>Steps of one of the windows over which the least is sought; two of them lie in view: 1.5 s each at 16 ms a step.</summary>
    private const int WindowSteps = 94;

    private const float Smoothing = 0.7f;

    /// <summary>The least of many is lower than their mean: by this much for power smoothed so over so long (Martin's bias; 3.06 in a simulation of white noise).</summary>
    private const float Bias = 3f;

    /// <summary>Ratio to the floor from which a frequency holds speech.</summary>
    private const float SpeechRatio = 2.7f;

    /// <summary>How far from the floor the noise may be followed, downwards and upwards.</summary>
    private const float LeastOfFloor = 0.33f, MostOfFloor = 1.3f;

    private const float NoiseSmoothing = 0.9f;

    private readonly float[] _smoothed;
    private readonly float[] _least;
    private readonly float[] _leastBefore;
    private int _step;

    /// <summary>An estimator that knows nothing: the first step is taken for noise.</summary>
    public NoiseEstimator(int bins)
    {
        _smoothed = new float[bins];
        _least = new float[bins];
        _leastBefore = new float[bins];
        Noise = new float[bins];
    }

    /// <summary>Power of the noise in each frequency.</summary>
    public float[] Noise { get; }

    /// <summary>Takes in the next step.</summary>
    /// <param name="power">Power in each frequency.</param>
    public void Update(ReadOnlySpan<float> power)
    {
        if (_step == 0)
        {
            power.CopyTo(_smoothed);
            power.CopyTo(_least);
            power.CopyTo(_leastBefore);
            power.CopyTo(Noise);
        }

        var turnsOver = ++_step % WindowSteps == 0;
        for (var k = 0; k < power.Length; k++)
        {
            var smoothed = _smoothed[k] = Smoothing * _smoothed[k] + (1 - Smoothing) * power[k];
            _least[k] = Math.Min(_least[k], smoothed);
            var floor = Math.Min(_least[k], _leastBefore[k]) * Bias;
            if (smoothed < SpeechRatio * floor)
                Noise[k] = NoiseSmoothing * Noise[k] + (1 - NoiseSmoothing) * power[k];
            // Whatever speech was let in, the floor corrects.
            Noise[k] = Math.Clamp(Noise[k], LeastOfFloor * floor, MostOfFloor * floor);
            if (turnsOver)
                (_leastBefore[k], _least[k]) = (_least[k], smoothed);
        }
    }
}
