using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Engine.Hearing.Interruption;

/// <summary>
/// Correlates what was heard in the last half second with what was played, at every delay. Of all bands at once, each about its own mean over the
/// half second: the shape counts, not loudness or colour. Allocates nothing.
/// </summary>
/// <remarks>
/// With h the heard levels without their means, Σ h·(p − mean p) = Σ h·p, since h sums up to nothing in each band: one dot product a delay. The power of
/// what was played is Σ p² − Σ (Σ p)²/n, whose sums slide from delay to delay. Levels that were played are whole decibels, so those sums are exact.
/// </remarks>
internal sealed class DelaySearch
{
    /// <summary>Longest delay from sending to hearing: network, jitter buffer, loudspeaker, and back.</summary>
    public const int LongestDelayMs = 1056;

    /// <summary>Delays looked at, in steps: 0 to one less.</summary>
    public const int Delays = LongestDelayMs / PlayedLevels.StepMs;

    /// <summary>Steps compared: 512 ms.</summary>
    public const int Window = 32;

    private const int Bands = BandLevels.Bands;

    /// <summary>Half a second that hardly moves, on either side, is like anything.</summary>
    private const float LeastPower = Window * Bands * 4;

    private readonly float[] _reference = new float[(Window + Delays - 1) * Bands];
    private readonly float[] _heard = new float[Window * Bands];
    private readonly float[] _powers = new float[Window + Delays - 1];
    private readonly float[] _likeness = new float[Delays];

    /// <summary>What was played, oldest step first, to be filled in before each search; at delay d the window begins <see cref="Delays"/> − 1 − d steps into it.</summary>
    /// <value>[step][band], whole dB.</value>
    public Span<float> Played => _reference;

    /// <summary>What was played in the half second of a delay.</summary>
    /// <param name="delay">In steps.</param>
    public ReadOnlySpan<float> PlayedAt(int delay) => _reference.AsSpan((Delays - 1 - delay) * Bands, Window * Bands);

    /// <summary>Looks at every delay.</summary>
    /// <param name="heard">What was heard: <see cref="Window"/> steps of <see cref="BandLevels.Bands"/> levels, oldest first.</param>
    /// <returns>The correlation at each delay, −1…1; 0 where either side hardly moves.</returns>
    public ReadOnlySpan<float> Search(ReadOnlySpan<float> heard)
    {
        var heardPower = WithoutMeans(heard);
        if (heardPower < LeastPower)
        {
            _likeness.AsSpan().Clear();
            return _likeness;
        }

        var sums = Vector256<float>.Zero;
        var power = 0f;
        for (var step = 0; step < _powers.Length; step++)
        {
            var levels = Step(step);
            _powers[step] = Vector256.Sum(levels * levels);
            power += _powers[step];
            sums += levels;
            var first = step - (Window - 1);
            if (first < 0)
                continue;

            var playedPower = power - Vector256.Sum(sums * sums) / Window;
            _likeness[Delays - 1 - first] = playedPower < LeastPower
                ? 0
                : TensorPrimitives.Dot<float>(_heard, _reference.AsSpan(first * Bands, Window * Bands)) / MathF.Sqrt(heardPower * playedPower);
            power -= _powers[first];
            sums -= Step(first);
        }

        return _likeness;
    }

    /// <summary>Levels of all bands: there are as many as lanes.</summary>
    private Vector256<float> Step(int step) => Vector256.Create<float>(_reference.AsSpan(step * Bands, Bands));

    /// <summary>Copies what was heard, each band about its mean.</summary>
    /// <returns>Its power.</returns>
    private float WithoutMeans(ReadOnlySpan<float> heard)
    {
        var means = Vector256<float>.Zero;
        for (var at = 0; at < heard.Length; at += Bands)
            means += Vector256.Create(heard[at..]);
        means /= Window;
        for (var at = 0; at < heard.Length; at += Bands)
            (Vector256.Create(heard[at..]) - means).CopyTo(_heard.AsSpan(at));
        return TensorPrimitives.SumOfSquares<float>(_heard);
    }
}
