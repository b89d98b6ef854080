using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>Takes everything loud for speech.</summary>
internal sealed class LoudnessDetector : IVoiceActivityDetector
{
    public int FrameLength => 512;

    public float Process(ReadOnlySpan<float> frame)
    {
        var loudest = 0f;
        foreach (var sample in frame)
            loudest = Math.Max(loudest, Math.Abs(sample));
        return loudest > 0.1f ? 1 : 0;
    }

    public void Reset()
    {
    }
}
