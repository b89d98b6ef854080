namespace Realtime.Compat.Engine.Hearing;

/// <summary>Says of each stretch of audio how likely it holds speech. One instance serves one stream, on one thread at a time.</summary>
/// <remarks>A detector of your own must keep the limits of <see cref="SampleRateHz"/> and <see cref="FrameLength"/>: a session with another does not start.</remarks>
public interface IVoiceActivityDetector
{
    /// <summary>Samples a second that the detector takes: 8,000 or 16,000. Audio of any other rate comes resampled.</summary>
    int SampleRateHz => 16_000;

    /// <summary>Samples of one frame: 10 to 64 ms of them. What <c>semantic_vad</c> makes of the voice's sound is tuned to 32 ms.</summary>
    int FrameLength { get; }

    /// <summary>
    /// The detector for a stream that comes at some rate: this one, which is then given the stream resampled to <see cref="SampleRateHz"/>, or another of
    /// its kind that hears this rate better.
    /// </summary>
    /// <param name="sampleRateHz">Rate of the stream.</param>
    IVoiceActivityDetector ForInput(int sampleRateHz) => this;

    /// <summary>Probability that a frame holds speech, 0…1. Allocates nothing.</summary>
    /// <param name="frame">Exactly <see cref="FrameLength"/> samples at <see cref="SampleRateHz"/> in −1…1, the one after the last frame.</param>
    float Process(ReadOnlySpan<float> frame);

    /// <summary>
    /// <see cref="Process"/> for a detector that may let a frame wait a moment, to be computed together with those of other streams. The stream's
    /// next frame comes after the answer to this one.
    /// </summary>
    /// <param name="frame">As for <see cref="Process"/>; unchanged until the answer.</param>
    ValueTask<float> ProcessAsync(ReadOnlyMemory<float> frame) => new(Process(frame.Span));

    /// <summary>Forgets the stream so far.</summary>
    void Reset();
}
