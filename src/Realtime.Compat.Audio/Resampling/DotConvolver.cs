namespace Realtime.Compat.Audio;

/// <summary>One dot product an output: for any ratio.</summary>
internal sealed class DotConvolver : Convolver
{
    private const int BlockLength = 1024;

    private readonly PolyphaseFilter _filter;
    private readonly float[] _window; // the last Taps − 1 inputs, then room for a block of new ones
    private readonly int _wholeStep;
    private readonly int _phaseStep;
    private int _filled;
    private int _newest; // where in the window the next output's newest input is, or will be
    private int _phase;

    public DotConvolver(PolyphaseFilter filter)
    {
        _filter = filter;
        _window = new float[filter.Taps - 1 + BlockLength];
        (_wholeStep, _phaseStep) = Math.DivRem(filter.Down, filter.Up);
        Reset();
    }

    /// <inheritdoc/>
    public override long ReadyAfter(int inputLength)
    {
        // In steps of the upsampled rate: the next output stands at `next`, the first input that is missing at `end`.
        var next = (long)_newest * _filter.Up + _phase;
        var end = ((long)_filled + inputLength) * _filter.Up;
        return end <= next ? 0 : (end - next - 1) / _filter.Down + 1;
    }

    /// <inheritdoc/>
    public override int Push(ReadOnlySpan<float> input, Span<float> output)
    {
        var taps = _filter.Taps;
        ReadOnlySpan<float> coefficients = _filter.Coefficients.Span;
        var written = 0;
        while (!input.IsEmpty)
        {
            var taken = Math.Min(input.Length, _window.Length - _filled);
            input[..taken].CopyTo(_window.AsSpan(_filled));
            input = input[taken..];
            _filled += taken;

            for (; _newest < _filled && written < output.Length; written++)
            {
                var recent = _window.AsSpan(_newest - taps + 1, taps);
                output[written] = DotProduct.Of(recent, coefficients.Slice(_phase * taps, taps));
                _newest += _wholeStep;
                _phase += _phaseStep;
                if (_phase >= _filter.Up)
                {
                    _phase -= _filter.Up;
                    _newest++;
                }
            }

            var passed = Math.Min(_newest - taps + 1, _filled);
            _window.AsSpan(passed, _filled - passed).CopyTo(_window);
            _filled -= passed;
            _newest -= passed;
        }

        return written;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _filled = _filter.Taps - 1;
        _window.AsSpan(0, _filled).Clear();
        _newest = _filled + _filter.Centre / _filter.Up;
        _phase = _filter.Centre % _filter.Up;
    }
}
