using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Realtime.Compat.Audio;

/// <summary>
/// Silero VAD v6 on one stream: how likely each 32 ms of 16 kHz audio holds speech. The network (Fourier transform, four
/// convolutions, LSTM) is computed here; a stream's state is 1,280 bytes, weights and scratch space are shared.
/// </summary>
/// <remarks>Equals ONNX Runtime to 1e-5 or better. Calls allocate nothing. Not thread-safe: one a stream, any thread at a time.</remarks>
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

    private readonly SileroVadModel _model;
    private readonly float[] _context = new float[ContextLength];
    private readonly float[] _hidden = new float[Units];
    private readonly float[] _cell = new float[Units];

    /// <summary>A detector with no past.</summary>
    /// <param name="model">The weights, shared by any number of streams and threads.</param>
    public SileroVad(SileroVadModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>Takes the next frame of the stream.</summary>
    /// <param name="frame"><see cref="FrameLength"/> samples in −1…1 at 16 kHz. A frame with NaN, infinite or absurd values counts as silence.</param>
    /// <returns>Probability of speech, 0…1.</returns>
    /// <exception cref="ArgumentException">Not <see cref="FrameLength"/> samples.</exception>
    public float Process(ReadOnlySpan<float> frame)
    {
        if (Vector512.IsHardwareAccelerated) return Process<Lanes512>(frame);
        return Vector256.IsHardwareAccelerated ? Process<Lanes256>(frame) : Process<Lanes128>(frame);
    }

    /// <summary>Forgets the past: the next frame starts a new stream.</summary>
    public void Reset()
    {
        _context.AsSpan().Clear();
        _hidden.AsSpan().Clear();
        _cell.AsSpan().Clear();
    }

    /// <summary><see cref="Process(ReadOnlySpan{float})"/> on vectors of a given width.</summary>
    internal float Process<TLanes>(ReadOnlySpan<float> frame) where TLanes : struct, ILanes<TLanes>
    {
        if (frame.Length != FrameLength)
            throw new ArgumentException($"A frame has {FrameLength} samples, not {frame.Length}.", nameof(frame));

        var work = SileroVadWorkspace.OfThisThread;
        TakeFrame(frame, work.Samples);
        work.Spectrum.Compute(work.Samples, work.Magnitudes);
        _model.Encoder0.Apply<TLanes>(work.PaddedMagnitudes, Spectrum.Bins, work.Encoded0, 4);
        _model.Encoder1.Apply<TLanes>(work.PaddedEncoded0, 2 * _model.Encoder0.Outputs, work.Encoded1, 2);
        _model.Encoder2.Apply<TLanes>(work.Encoded1, 0, work.Encoded2, 1);
        _model.Encoder3.Apply<TLanes>(work.Encoded2, 0, work.LstmInput, 1);
        _hidden.CopyTo(work.LstmHidden);
        _model.Lstm.Apply<TLanes>(work.LstmInputAndHidden, 0, work.Gates, 1);
        return Decode<TLanes>(work.Gates);
    }

    /// <summary>Lays out context, frame and the mirror image of its end, as the network's padding has it.</summary>
    private void TakeFrame(ReadOnlySpan<float> frame, Span<float> samples)
    {
        _context.CopyTo(samples);
        var current = samples.Slice(ContextLength, FrameLength);
        if (TensorPrimitives.SumOfSquares(frame) < AbsurdEnergy) frame.CopyTo(current);
        else current.Clear();

        current[^ContextLength..].CopyTo(_context);
        var mirrored = samples[(ContextLength + FrameLength)..];
        for (var i = 0; i < mirrored.Length; i++) mirrored[i] = current[FrameLength - 2 - i];
    }

    /// <summary>The LSTM's element-wise half and the output neuron.</summary>
    private float Decode<TLanes>(ReadOnlySpan<float> gates) where TLanes : struct, ILanes<TLanes>
    {
        ref var gate = ref MemoryMarshal.GetReference(gates);
        ref var cell = ref MemoryMarshal.GetArrayDataReference(_cell);
        ref var hidden = ref MemoryMarshal.GetArrayDataReference(_hidden);
        ref var weight = ref MemoryMarshal.GetReference(_model.OutputWeights);
        var sum = TLanes.Zero;
        for (var unit = 0; unit < Units; unit += TLanes.Count)
        {
            var at = (nuint)SileroVadModel.GateIndex(unit, 0);
            var input = TLanes.Sigmoid(TLanes.Load(ref gate, at));
            var forget = TLanes.Sigmoid(TLanes.Load(ref gate, at + SileroVadModel.GateBlock));
            var candidate = Tanh(TLanes.Load(ref gate, at + 2 * SileroVadModel.GateBlock));
            var output = TLanes.Sigmoid(TLanes.Load(ref gate, at + 3 * SileroVadModel.GateBlock));

            var newCell = TLanes.MultiplyAdd(forget, TLanes.Load(ref cell, (nuint)unit), TLanes.Multiply(input, candidate));
            TLanes.Store(newCell, ref cell, (nuint)unit);
            var newHidden = TLanes.Multiply(output, Tanh(newCell));
            TLanes.Store(newHidden, ref hidden, (nuint)unit);
            sum = TLanes.MultiplyAdd(TLanes.Relu(newHidden), TLanes.Load(ref weight, (nuint)unit), sum);
        }

        return 1 / (1 + MathF.Exp(-(TLanes.Sum(sum) + _model.OutputBias)));
    }

    private static TLanes Tanh<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Broadcast(2), TLanes.Sigmoid(TLanes.Add(x, x)), TLanes.Broadcast(-1));
}
