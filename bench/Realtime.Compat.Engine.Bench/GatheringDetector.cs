using System.Threading.Tasks.Sources;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.Engine.Bench;

/// <summary>Puts each frame into a batch that the benchmark runs: the batcher without clock and threads.</summary>
internal sealed class GatheringDetector(SileroVadModel model, SileroVadBatch batch) : IVoiceActivityDetector, IValueTaskSource<float>
{
    private readonly SileroVad _network = new(model);
    private ManualResetValueTaskSourceCore<float> _answer;

    public int FrameLength => _network.FrameLength;

    /// <summary>Whether a frame is in the batch.</summary>
    public bool Waits { get; private set; }

    public float Process(ReadOnlySpan<float> frame) => _network.Process(frame);

    public ValueTask<float> ProcessAsync(ReadOnlyMemory<float> frame)
    {
        batch.Add(_network, frame.Span);
        Waits = true;
        _answer.Reset();
        return new ValueTask<float>(this, _answer.Version);
    }

    public void Answer(float probability)
    {
        Waits = false;
        _answer.SetResult(probability);
    }

    public void Reset() => _network.Reset();

    public float GetResult(short token) => _answer.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}
