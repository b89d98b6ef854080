namespace Realtime.Compat.Audio;

/// <summary>
/// Streaming sample rate conversion of one mono stream by any rational ratio: a linear-phase polyphase FIR, by default flat to 0.90 and
/// at least 110 dB down from 1.10 of the lower Nyquist frequency.
/// </summary>
/// <remarks>
/// Output sample <c>j</c> stands at the time <c>j / outputRate</c> of the input: the filter's delay holds samples back, it does
/// not shift them. Cutting the input into other pieces gives the same bits. Calls allocate nothing. Not thread-safe: one a stream.
/// </remarks>
public sealed class Resampler
{
    private const int MaxRateHz = 768_000;

    private readonly PolyphaseFilter? _filter; // null when the rates are equal: samples pass through
    private readonly Convolver? _convolver;
    private long _inputCount;
    private long _outputCount;

    /// <summary>A converter with no past.</summary>
    /// <param name="inputRateHz">Rate of what goes in, 1…768,000 Hz.</param>
    /// <param name="outputRateHz">Rate of what comes out, 1…768,000 Hz.</param>
    /// <param name="quality">How good a filter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate out of range.</exception>
    /// <exception cref="NotSupportedException">A ratio so odd that its filter would take more than 16 MiB.</exception>
    public Resampler(int inputRateHz, int outputRateHz, ResamplerQuality quality = ResamplerQuality.Transparent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRateHz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputRateHz, MaxRateHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRateHz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputRateHz, MaxRateHz);

        InputRateHz = inputRateHz;
        OutputRateHz = outputRateHz;
        if (inputRateHz == outputRateHz) return;

        _filter = PolyphaseFilter.For(inputRateHz, outputRateHz, quality);
        _convolver = Convolver.For(_filter);
        Delay = TimeSpan.FromSeconds((double)_filter.Centre / _filter.Up / inputRateHz);
    }

    /// <summary>Samples a second of what goes in.</summary>
    public int InputRateHz { get; }

    /// <summary>Samples a second of what comes out.</summary>
    public int OutputRateHz { get; }

    /// <summary>How long a sample waits for the ones after it: 2.3 ms from 24 to 16 kHz (1.0 for detection), 2.5 ms back, 0 for equal rates.</summary>
    public TimeSpan Delay { get; }

    /// <summary>Output room that is enough for one <see cref="Process"/> of that many samples and a <see cref="Flush"/> after it.</summary>
    /// <param name="inputLength">Input samples, 0 for a <see cref="Flush"/> alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative length.</exception>
    /// <exception cref="OverflowException">More than 2^31 samples would come out.</exception>
    public int MaxOutputLength(int inputLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputLength);
        if (_filter is null) return inputLength;
        return checked((int)(((long)inputLength + _filter.Taps) * _filter.Up / _filter.Down + 1));
    }

    /// <summary>Takes the next samples of the stream and writes those that can be computed by now.</summary>
    /// <param name="input">Any number of samples at <see cref="InputRateHz"/>.</param>
    /// <param name="output">Receives samples at <see cref="OutputRateHz"/>; <see cref="MaxOutputLength"/> is always enough. May not overlap the input.</param>
    /// <returns>Samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short; nothing was taken.</exception>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        if (_convolver is null)
        {
            RequireRoom(output, input.Length);
            input.CopyTo(output);
            return input.Length;
        }

        var due = _convolver.ReadyAfter(input.Length);
        RequireRoom(output, due);

        _inputCount += input.Length;
        _outputCount += due;
        return _convolver.Push(input, output[..(int)due]);
    }

    /// <summary>
    /// Ends the stream: writes what waited for later samples, as if silence followed, so that in all ⌈inputs × outputRate /
    /// inputRate⌉ samples have come out. The next sample starts a new stream.
    /// </summary>
    /// <param name="output">Receives the rest; <see cref="MaxOutputLength"/> of 0 is always enough.</param>
    /// <returns>Samples written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too short; nothing was done.</exception>
    public int Flush(Span<float> output)
    {
        if (_filter is null || _convolver is null) return 0;

        var total = (_inputCount * _filter.Up + _filter.Down - 1) / _filter.Down;
        var due = (int)(total - _outputCount);
        RequireRoom(output, due);

        ReadOnlySpan<float> silence = stackalloc float[64];
        for (var written = 0; written < due;)
            written += _convolver.Push(silence, output[written..due]);

        Reset();
        return due;
    }

    /// <summary>Forgets the past: the next sample starts a new stream.</summary>
    public void Reset()
    {
        _convolver?.Reset();
        _inputCount = 0;
        _outputCount = 0;
    }

    private static void RequireRoom(ReadOnlySpan<float> output, long needed)
    {
        if (output.Length < needed)
            throw new ArgumentException($"Room for {output.Length} samples, {needed} needed; MaxOutputLength says what is always enough.", nameof(output));
    }
}
