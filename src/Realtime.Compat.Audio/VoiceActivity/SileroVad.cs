using System.Numerics.Tensors;

namespace Realtime.Compat.Audio;

/// <summary>
/// Silero VAD v6 on one stream: how likely each 32 ms of 16 kHz audio holds speech. The network (Fourier transform, four
/// convolutions, LSTM) is computed here; a stream's state is 1,280 bytes, weights and scratch space are shared.
/// </summary>
/// <remarks>
/// Equals ONNX Runtime to 1e-5 or better. Calls allocate nothing. Not thread-safe: one a stream, any thread at a time. Several streams
/// together are cheaper: <see cref="SileroVadBatch"/>.
/// </remarks>
public sealed class SileroVad
{
    /// <summary>Samples a frame: 32 ms.</summary>
    public const int FrameLength = 512;

    /// <summary>The only rate this network takes.</summary>
    public const int SampleRateHz = 16_000;

    private const int ContextLength = 64;
    private const int Units = SileroVadModel.HiddenUnits;

    // Sum of squares of a frame at 44,000 × full scale. Beyond lie broken samples, which would stay in the state for good.
    private const float AbsurdEnergy = 1e12f;

    [ThreadStatic]
    private static SileroVadBatch? _alone;

    [ThreadStatic]
    private static SileroVadModel? _modelOfAlone;

    private readonly float[] _state = new float[ContextLength + 2 * Units];

    /// <summary>A detector with no past.</summary>
    /// <param name="model">The weights, shared by any number of streams and threads.</param>
    public SileroVad(SileroVadModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    internal SileroVadModel Model { get; }

    internal Span<float> Hidden => _state.AsSpan(ContextLength, Units);

    internal Span<float> Cell => _state.AsSpan(ContextLength + Units, Units);

    private Span<float> Context => _state.AsSpan(0, ContextLength);

    /// <summary>Takes the next frame of the stream.</summary>
    /// <param name="frame"><see cref="FrameLength"/> samples in −1…1 at 16 kHz. A frame with NaN, infinite or absurd values counts as silence.</param>
    /// <returns>Probability of speech, 0…1.</returns>
    /// <exception cref="ArgumentException">Not <see cref="FrameLength"/> samples.</exception>
    public float Process(ReadOnlySpan<float> frame)
    {
        if (_alone is null || _modelOfAlone != Model)
            (_alone, _modelOfAlone) = (new SileroVadBatch(Model, capacity: 1), Model);
        _alone.Add(this, frame);
        return _alone.Run()[0];
    }

    /// <summary>Forgets the past: the next frame starts a new stream.</summary>
    public void Reset() => _state.AsSpan().Clear();

    /// <summary>Lays out context, frame and the mirror image of its end, as the network's padding has it; the frame's end becomes the context.</summary>
    internal void Take(ReadOnlySpan<float> frame, Span<float> samples)
    {
        Context.CopyTo(samples);
        var current = samples.Slice(ContextLength, FrameLength);
        if (TensorPrimitives.SumOfSquares(frame) < AbsurdEnergy) frame.CopyTo(current);
        else current.Clear();

        current[^ContextLength..].CopyTo(Context);
        var mirrored = samples[(ContextLength + FrameLength)..];
        for (var i = 0; i < mirrored.Length; i++) mirrored[i] = current[FrameLength - 2 - i];
    }
}
