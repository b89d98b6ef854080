using System.Numerics.Tensors;

namespace Realtime.Compat.Audio;

/// <summary>
/// Silero VAD v6 on one stream: how likely each 32 ms of audio holds speech. The network (Fourier transform, four convolutions, LSTM) is
/// computed here; a stream's state is 1.3 KB, weights and scratch space are shared.
/// </summary>
/// <remarks>
/// Equals ONNX Runtime to 1e-5 or better. Calls allocate nothing. Not thread-safe: one a stream, any thread at a time. Several streams
/// together are cheaper: <see cref="SileroVadBatch"/>.
/// </remarks>
public sealed class SileroVad
{
    /// <summary>Length of a frame in ms, at either rate.</summary>
    public const int FrameMs = 32;

    /// <summary>The usual rate.</summary>
    public const int WidebandHz = 16_000;

    /// <summary>The rate of telephones, for which the model has weights of its own: in noise they hear better than 16 kHz made of 8.</summary>
    public const int TelephoneHz = 8_000;

    private const int Units = SileroNetwork.HiddenUnits;

    // Sum of squares of a frame at 44,000 × full scale. Beyond lie broken samples, which would stay in the state for good.
    private const float AbsurdEnergy = 1e12f;

    // A thread's batches for a stream alone, one a rate: streams of both take turns.
    [ThreadStatic]
    private static SileroVadBatch? _aloneWideband;

    [ThreadStatic]
    private static SileroVadBatch? _aloneTelephone;

    private readonly float[] _state;

    /// <summary>A detector with no past.</summary>
    /// <param name="model">The weights, shared by any number of streams and threads.</param>
    /// <param name="sampleRateHz"><see cref="WidebandHz"/> or <see cref="TelephoneHz"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public SileroVad(SileroVadModel model, int sampleRateHz = WidebandHz)
    {
        ArgumentNullException.ThrowIfNull(model);
        Network = model.At(sampleRateHz);
        _state = new float[Network.ContextLength + 2 * Units];
    }

    /// <summary>Samples a second.</summary>
    public int SampleRateHz => Network.SampleRateHz;

    /// <summary>Samples a frame: 512 at 16 kHz, 256 at 8.</summary>
    public int FrameLength => Network.FrameLength;

    internal SileroNetwork Network { get; }

    internal Span<float> Hidden => _state.AsSpan(Network.ContextLength, Units);

    internal Span<float> Cell => _state.AsSpan(Network.ContextLength + Units, Units);

    private Span<float> Context => _state.AsSpan(0, Network.ContextLength);

    /// <summary>Takes the next frame of the stream.</summary>
    /// <param name="frame"><see cref="FrameLength"/> samples in −1…1. A frame with NaN, infinite or absurd values counts as silence.</param>
    /// <returns>Probability of speech, 0…1.</returns>
    /// <exception cref="ArgumentException">Not <see cref="FrameLength"/> samples.</exception>
    public float Process(ReadOnlySpan<float> frame)
    {
        ref var alone = ref SampleRateHz == WidebandHz ? ref _aloneWideband : ref _aloneTelephone;
        if (alone?.Network != Network) alone = new SileroVadBatch(Network, capacity: 1);
        alone.Add(this, frame);
        return alone.Run()[0];
    }

    /// <summary>Forgets the past: the next frame starts a new stream.</summary>
    public void Reset() => _state.AsSpan().Clear();

    /// <summary>Lays out context, frame and the mirror image of its end, as the network's padding has it; the frame's end becomes the context.</summary>
    internal void Take(ReadOnlySpan<float> frame, Span<float> samples)
    {
        var context = Context;
        context.CopyTo(samples);
        var current = samples.Slice(context.Length, frame.Length);
        if (TensorPrimitives.SumOfSquares(frame) < AbsurdEnergy) frame.CopyTo(current);
        else current.Clear();

        current[^context.Length..].CopyTo(context);
        var mirrored = samples[(context.Length + frame.Length)..];
        for (var i = 0; i < mirrored.Length; i++) mirrored[i] = current[^(i + 2)];
    }
}
