using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing;

public class VoiceActivityLimitsTests
{
    [Theory]
    [InlineData(48_000, 1536)]
    [InlineData(24_000, 480)]
    [InlineData(16_000, 1536)]
    [InlineData(16_000, 1025)]
    [InlineData(16_000, 159)]
    [InlineData(8_000, 0)]
    public async Task A_session_with_a_detector_it_cannot_use_ends_at_its_start_and_says_why(int rateHz, int frameLength)
    {
        var detector = new Detector(rateHz, frameLength);
        foreach (var format in Enum.GetValues<AudioFormat>())
        {
            var fault = Assert.Throws<InvalidOperationException>(() => new Ear(format, detector, startMs: 0));
            Assert.Equal(
                $"The voice activity detector Detector takes frames of {frameLength} samples at {rateHz} Hz; it must take 8000 or 16000 Hz in frames of 10 to 64 ms.", fault.Message);
        }

        await using var session = await TestSession.StartAsync(detector: () => detector);
        await session.EndedAsync();
        Assert.Equal(SessionEnd.Failed, session.ClosedFor);
    }

    [Theory]
    [InlineData(16_000, 160)]
    [InlineData(16_000, 1024)]
    [InlineData(8_000, 80)]
    [InlineData(8_000, 512)]
    public async Task A_detector_within_the_limits_serves_a_whole_conversation(int rateHz, int frameLength)
    {
        await using var session = await TestSession.StartAsync(c => c with { TurnDetection = new SemanticVad() }, detector: () => new Detector(rateHz, frameLength));
        session.SpeechToText.Hears("What time is it?");
        session.Chat.Reply("Noon.");
        await session.SpeakAsync(500);
        await session.PauseAsync(5000);
        var answer = (await session.UntilAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.Equal("Noon.", Assert.IsType<OutputAudio>(Assert.IsType<MessageItem>(answer.Output.Single()).Content[0]).Transcript);

        // With the sound of an answer to compare it to.
        session.Clock.Advance(TimeSpan.FromSeconds(10));
        await session.SpeakAsync(500);
        await session.UntilAsync<InputAudioBufferSpeechStarted>();
        Assert.DoesNotContain(session.Log, e => e is ErrorEvent);
    }

    /// <summary>Loud is speech, at any rate.</summary>
    private sealed class Detector(int sampleRateHz, int frameLength) : IVoiceActivityDetector
    {
        public int SampleRateHz => sampleRateHz;

        public int FrameLength => frameLength;

        public float Process(ReadOnlySpan<float> frame) => System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes(frame) / frame.Length > 0.05f ? 1 : 0;

        public void Reset()
        {
        }
    }
}
