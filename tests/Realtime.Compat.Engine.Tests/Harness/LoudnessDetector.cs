using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>Takes every loud frame for speech: exact to the frame, which a real detector is not.</summary>
internal sealed class LoudnessDetector : IVoiceActivityDetector
{
    public int FrameLength => 512;

    public float Process(ReadOnlySpan<float> frame)
    {
        var sum = 0f;
        foreach (var sample in frame)
            sum += Math.Abs(sample);
        return sum / frame.Length > 0.05f ? 1f : 0f;
    }

    public void Reset()
    {
    }
}
