using System.Threading.Tasks.Sources;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Silero VAD as the engine's voice activity detector.</summary>
/// <remarks>From a <see cref="VoiceActivityBatcher"/>, frames of many streams are computed together.</remarks>
public sealed class SileroVoiceActivityDetector : IVoiceActivityDetector, IValueTaskSource<float>, IThreadPoolWorkItem
{
    private readonly SileroVadModel _model;
    private readonly VoiceActivityBatcher? _batcher;
    private readonly FrameGatherer? _gatherer;

    // Used again for each frame, as is the detector itself for the way to another thread: waiting allocates nothing.
    private ManualResetValueTaskSourceCore<float> _answer;
    private float _probability;
    private StreamPace _pace;

    /// <summary>A detector that computes each frame on its own.</summary>
    /// <param name="model">The weights, shared by all detectors.</param>
    public SileroVoiceActivityDetector(SileroVadModel model) : this(model, batcher: null, SileroVad.WidebandHz) { }

    internal SileroVoiceActivityDetector(SileroVadModel model, VoiceActivityBatcher? batcher, int sampleRateHz)
    {
        _model = model;
        _batcher = batcher;
        _gatherer = batcher?.At(sampleRateHz);
        Stream = new SileroVad(model, sampleRateHz);
    }

    /// <inheritdoc/>
    public int SampleRateHz => Stream.SampleRateHz;

    /// <inheritdoc/>
    public int FrameLength => Stream.FrameLength;

    internal SileroVad Stream { get; }

    /// <summary>The frame that waits.</summary>
    internal ReadOnlyMemory<float> Frame { get; private set; }

    /// <summary>The gatherer's counting time in which the stream was counted last.</summary>
    internal long CountedIn { get; set; }

    /// <summary>Loads the weights from <see cref="SileroVadModel.DefaultPath"/>, once, and makes detectors over them that share a <see cref="VoiceActivityBatcher"/>.</summary>
    /// <param name="clock">Wall time.</param>
    /// <exception cref="InvalidOperationException">The weights are missing or damaged; the message says where they belong.</exception>
    public static Func<IVoiceActivityDetector> LoadDefault(TimeProvider clock)
    {
        try
        {
            return new VoiceActivityBatcher(SileroVadModel.Load(SileroVadModel.DefaultPath), clock).CreateDetector;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new InvalidOperationException(
                $"The voice activity model cannot be loaded from {SileroVadModel.DefaultPath} ({exception.Message}) " +
                $"Run npm ci --ignore-scripts in native/ and build again, or put {SileroVadModel.FileName} there.",
                exception);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A stream at 8 kHz is heard by the weights that were trained at that rate.</remarks>
    public IVoiceActivityDetector ForInput(int sampleRateHz)
    {
        var suited = sampleRateHz == SileroVad.TelephoneHz ? SileroVad.TelephoneHz : SileroVad.WidebandHz;
        return suited == SampleRateHz ? this : new SileroVoiceActivityDetector(_model, _batcher, suited);
    }

    /// <inheritdoc/>
    public float Process(ReadOnlySpan<float> frame) => Stream.Process(frame);

    /// <inheritdoc/>
    public ValueTask<float> ProcessAsync(ReadOnlyMemory<float> frame)
    {
        if (_gatherer is null)
            return new ValueTask<float>(Stream.Process(frame.Span));
        Frame = frame;
        return _gatherer.ProcessAsync(this);
    }

    /// <inheritdoc/>
    public void Reset() => Stream.Reset();

    /// <summary>Whether the frame that comes now comes at the pace of speech; once for each.</summary>
    internal bool IsLive(TimeSpan now) => _pace.IsLive(now);

    /// <summary>The answer to the frame that waits, when it comes.</summary>
    internal ValueTask<float> WaitForAnswer()
    {
        _answer.Reset();
        return new ValueTask<float>(this, _answer.Version);
    }

    /// <summary>Answers the frame that waits. Its stream goes on here.</summary>
    internal void Answer(float probability) => _answer.SetResult(probability);

    /// <summary>Answers the frame that waits. Its stream goes on elsewhere.</summary>
    internal void AnswerElsewhere(float probability)
    {
        _probability = probability;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _answer.SetResult(_probability);

    float IValueTaskSource<float>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<float>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<float>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}
