namespace Realtime.Compat.Audio;

/// <summary>
/// Runs Silero VAD on the next frames of several streams at once: each weight is read once for all of them, and the first convolution takes half
/// the arithmetic. At four streams and more a frame costs half of what it costs alone; the result is the same to 1e-5.
/// </summary>
/// <remarks>Calls allocate nothing. Not thread-safe, and each stream may be in one batch at a time.</remarks>
public sealed class SileroVadBatch
{
    /// <summary>Frames that one run takes. Beyond sixteen nothing is gained.</summary>
    public const int Capacity = 16;

    private readonly SileroVadWorkspace _work;
    private readonly SileroVad[] _streams;
    private readonly float[] _probabilities;

    /// <summary>An empty batch.</summary>
    /// <param name="model">The weights, those of all streams to come.</param>
    /// <param name="sampleRateHz">The rate of all streams to come: <see cref="SileroVad.WidebandHz"/> or <see cref="SileroVad.TelephoneHz"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public SileroVadBatch(SileroVadModel model, int sampleRateHz = SileroVad.WidebandHz) : this(Required(model).At(sampleRateHz), Capacity) { }

    internal SileroVadBatch(SileroNetwork network, int capacity)
    {
        Network = network;
        _work = new SileroVadWorkspace(network.Spectrum, capacity);
        _streams = new SileroVad[capacity];
        _probabilities = new float[capacity];
    }

    internal SileroNetwork Network { get; }

    /// <summary>Frames added since the last run.</summary>
    public int Count { get; private set; }

    /// <summary>Whether only <see cref="Run"/> may come next.</summary>
    public bool IsFull => Count == _streams.Length;

    /// <summary>Adds the next frame of a stream.</summary>
    /// <param name="stream">A stream of the same model and rate that has no frame in the batch yet.</param>
    /// <param name="frame"><see cref="SileroVad.FrameLength"/> samples in −1…1, copied. A frame with NaN, infinite or absurd values counts as silence.</param>
    /// <exception cref="ArgumentException">Not <see cref="SileroVad.FrameLength"/> samples, another model or rate, or a stream that is in the batch already.</exception>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public void Add(SileroVad stream, ReadOnlySpan<float> frame)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Network != Network) throw new ArgumentException("The stream is of another model or rate than the batch.", nameof(stream));
        if (frame.Length != Network.FrameLength)
            throw new ArgumentException($"A frame has {Network.FrameLength} samples, not {frame.Length}.", nameof(frame));
        if (IsFull) throw new InvalidOperationException($"A batch takes {_streams.Length} frames; run it before adding more.");
        if (_streams.AsSpan(0, Count).Contains(stream))
            throw new ArgumentException("The stream has a frame in the batch: its next frame needs the state after that one.", nameof(stream));

        stream.Take(frame, _work.Samples);
        Network.Spectrum.Load(_work.Samples, _work.Windows(Count), Count % SileroVadWorkspace.GroupSize);
        _streams[Count++] = stream;
    }

    /// <summary>Runs the network and empties the batch.</summary>
    /// <returns>Probability of speech, 0…1, of each frame in the order of adding; valid until the next run.</returns>
    public ReadOnlySpan<float> Run()
    {
        var probabilities = _probabilities.AsSpan(0, Count);
        if (Count > 0) Network.Kernels.Run(Network, _work, _streams.AsSpan(0, Count), probabilities);
        _streams.AsSpan(0, Count).Clear();
        Count = 0;
        return probabilities;
    }

    private static SileroVadModel Required(SileroVadModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model;
    }
}
