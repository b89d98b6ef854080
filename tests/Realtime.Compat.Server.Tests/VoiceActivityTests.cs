using Realtime.Compat.Backends;
using Realtime.Compat.Server.VoiceActivity;

namespace Realtime.Compat.Server.Tests;

public sealed class VoiceActivityTests
{
    private static readonly Random Random = new(7);

    [Fact]
    public void Without_weights_the_part_is_down_with_the_command_to_type_and_turns_go_by_loudness()
    {
        using var detectors = new VoiceActivityDetectors(Path.Combine(Path.GetTempPath(), "no such weights.onnx"), TimeProvider.System);

        Assert.Equal(BackendState.Down, detectors.Status.State);
        Assert.Contains("npm ci --ignore-scripts", detectors.Status.Detail, StringComparison.Ordinal);
        Assert.IsType<LoudnessDetector>(detectors.Create());
    }

    [Fact]
    public void Loudness_finds_a_voice_above_the_noise_of_a_room_and_its_end()
    {
        var detector = new LoudnessDetector();

        Assert.All(Feed(detector, amplitude: 0.003, frames: 60), probability => Assert.InRange(probability, 0, 0.1));
        Assert.All(Feed(detector, amplitude: 0.15, frames: 60), probability => Assert.InRange(probability, 0.9, 1));
        Assert.All(Feed(detector, amplitude: 0.003, frames: 60), probability => Assert.InRange(probability, 0, 0.1));
    }

    [Fact]
    public void Loudness_gets_used_to_a_fan_and_never_to_silence()
    {
        var detector = new LoudnessDetector();

        Assert.InRange(Feed(detector, amplitude: 0.03, frames: 600)[^1], 0, 0.1);
        Assert.All(Feed(detector, amplitude: 0, frames: 600), probability => Assert.Equal(0, probability));
        detector.Reset();
        Assert.InRange(Feed(detector, amplitude: 0.15, frames: 1)[0], 0.9, 1);
    }

    private static List<float> Feed(LoudnessDetector detector, double amplitude, int frames)
    {
        var frame = new float[detector.FrameLength];
        var probabilities = new List<float>();
        for (var i = 0; i < frames; i++)
        {
            for (var n = 0; n < frame.Length; n++)
                frame[n] = (float)(amplitude * ((2 * Random.NextDouble()) - 1));
            probabilities.Add(detector.Process(frame));
        }

        return probabilities;
    }
}
