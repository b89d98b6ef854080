using System.Numerics.Tensors;

namespace Realtime.Compat.Audio;

/// <summary>
/// Takes steady noise, a ventilator, a street, a room's hum, out of speech: a Wiener gain in each frequency from the a-priori ratio of speech to
/// noise, decision-directed (Ephraim and Malah 1984), with a floor below which nothing is taken, so that what is left sounds like the room and not
/// like water. 16 kHz, mono. Voices in the background are speech, and stay.
/// </summary>
/// <remarks>Windows of 512 samples, 256 apart, square-root Hann both ways. The output lags 512 samples behind. Allocates nothing per call; one a stream.</remarks>
public sealed class NoiseSuppressor
{
    /// <summary>Samples by which the output lags behind the input: 32 ms.</summary>
    public const int Delay = Window;

    private const int Window = 512;
    private const int Hop = Window / 2;

    /// <summary>Weight of the last step's speech in the a-priori ratio: what keeps the residue from twinkling.</summary>
    private const float DecisionDirected = 0.96f;

    private static readonly float[] RootHann = [.. Enumerable.Range(0, Window).Select(i => (float)Math.Sin(Math.PI * i / Window))];

    private readonly RealFft _fft = new(Window);
    private readonly NoiseEstimator _noise;
    private readonly float[] _input = new float[Window];
    private readonly float[] _windowed = new float[Window];
    private readonly float[] _overlap = new float[Window];
    private readonly float[] _output = new float[Hop];
    private readonly float[] _re;
    private readonly float[] _im;
    private readonly float[] _power;
    private readonly float[] _speech;
    private readonly float _floor;
    private readonly float _oversubtraction;
    private int _filled;

    /// <summary>A suppressor with no past.</summary>
    /// <param name="strength">How much it takes.</param>
    public NoiseSuppressor(NoiseReductionStrength strength)
    {
        (_floor, _oversubtraction) = strength is NoiseReductionStrength.Mild ? (Gain(-8), 0.8f) : (Gain(-15), 1.1f);
        _noise = new NoiseEstimator(_fft.Bins);
        _re = new float[_fft.Bins];
        _im = new float[_fft.Bins];
        _power = new float[_fft.Bins];
        _speech = new float[_fft.Bins];
    }

    /// <summary>Replaces samples by those of <see cref="Delay"/> samples before, without their noise.</summary>
    /// <param name="samples">The next samples, 16 kHz, −1…1; any number.</param>
    public void Process(Span<float> samples)
    {
        while (samples.Length > 0)
        {
            var taken = Math.Min(samples.Length, Hop - _filled);
            var piece = samples[..taken];
            piece.CopyTo(_input.AsSpan(Hop + _filled));
            _output.AsSpan(_filled, taken).CopyTo(piece);
            samples = samples[taken..];
            _filled += taken;
            if (_filled == Hop)
                Step();
        }
    }

    private static float Gain(float db) => MathF.Pow(10, db / 20);

    private void Step()
    {
        TensorPrimitives.Multiply(_input, RootHann, _windowed);
        _fft.Forward(_windowed, _re, _im);
        for (var k = 0; k < _power.Length; k++)
            _power[k] = _re[k] * _re[k] + _im[k] * _im[k] + 1e-9f;
        _noise.Update(_power);
        for (var k = 0; k < _power.Length; k++)
        {
            var noise = _oversubtraction * _noise.Noise[k];
            var posterior = _power[k] / noise;
            var prior = DecisionDirected * _speech[k] / noise + (1 - DecisionDirected) * Math.Max(posterior - 1, 0);
            var gain = Math.Max(prior / (1 + prior), _floor);
            _speech[k] = gain * gain * _power[k];
            _re[k] *= gain;
            _im[k] *= gain;
        }

        _fft.Inverse(_re, _im, _windowed);
        TensorPrimitives.MultiplyAdd(_windowed, RootHann, _overlap, _overlap);
        _overlap.AsSpan(0, Hop).CopyTo(_output);
        _overlap.AsSpan(Hop).CopyTo(_overlap);
        _overlap.AsSpan(Hop).Clear();
        _input.AsSpan(Hop).CopyTo(_input);
        _filled = 0;
    }
}
