using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class SileroTests
{
    [WeightsFact]
    public void The_default_detector_takes_silence_for_silence()
    {
        var make = SileroVoiceActivityDetector.LoadDefault(TimeProvider.System);
        var detector = make();

        var probability = detector.Process(new float[detector.FrameLength]);

        Assert.InRange(probability, 0, 0.1f);
        Assert.NotSame(detector, make());
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class WeightsFactAttribute : FactAttribute
    {
        public WeightsFactAttribute() =>
            Skip = File.Exists(SileroVadModel.DefaultPath) ? null : "The weights are missing: run npm ci --ignore-scripts in native/ and build again.";
    }
}
