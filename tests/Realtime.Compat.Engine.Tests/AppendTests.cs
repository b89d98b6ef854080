using System.Text;
using System.Threading.Tasks.Sources;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests;

public sealed class AppendTests
{
    [SileroTheory]
    [InlineData(AudioFormat.Pcm16)]
    [InlineData(AudioFormat.G711Ulaw)]
    public async Task From_the_message_through_the_session_to_the_turn_detector_nothing_is_allocated(AudioFormat format)
    {
        var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
        await using var session = await TestSession.StartAsync(
            c => c with { InputFormat = format },
            setUp: (setup, _) => setup with { RunsOnCallersThread = true },
            detector: () => new SileroVoiceActivityDetector(model));
        var message = Encoding.UTF8.GetBytes(
            $$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[20 * (format is AudioFormat.Pcm16 ? 48 : 8)])}}"}""");

        // What the runtime does once for a code path shows in a round or two; what a message costs, in all.
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                // The session's loop runs on this thread, within the call.
                var sent = session.SendAsync(Dialect.Ga.Read(message).Event!);
                if (!sent.IsCompletedSuccessfully)
                    Assert.Fail("The session did not take the message at once.");
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.DoesNotContain(session.Log, sent => sent is ErrorEvent);
    }

    [Fact]
    public async Task A_frame_that_waits_for_those_of_other_sessions_allocates_nothing_either()
    {
        var detector = new LateDetector();
        await using var session = await TestSession.StartAsync(setUp: (setup, _) => setup with { RunsOnCallersThread = true }, detector: () => detector);
        var message = Encoding.UTF8.GetBytes($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(new byte[960])}}"}""");

        var (least, waited) = (long.MaxValue, 0);
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                var sent = session.SendAsync(Dialect.Ga.Read(message).Event!);
                if (!sent.IsCompletedSuccessfully)
                    Assert.Fail("The session did not take the message at once.");
                if (detector.Waits)
                {
                    // The session's loop goes on on this thread, within the call.
                    detector.Answer(0);
                    waited++;
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.InRange(waited, 1245, 1250);
    }

    /// <summary>Answers when it is told to, as a batch of many sessions' frames does.</summary>
    private sealed class LateDetector : IVoiceActivityDetector, IValueTaskSource<float>
    {
        private ManualResetValueTaskSourceCore<float> _answer;

        public int FrameLength => 512;

        public bool Waits { get; private set; }

        public float Process(ReadOnlySpan<float> frame) => throw new InvalidOperationException("Frames wait here.");

        public ValueTask<float> ProcessAsync(ReadOnlyMemory<float> frame)
        {
            Waits = true;
            _answer.Reset();
            return new ValueTask<float>(this, _answer.Version);
        }

        public void Answer(float probability)
        {
            Waits = false;
            _answer.SetResult(probability);
        }

        public void Reset()
        {
        }

        float IValueTaskSource<float>.GetResult(short token) => _answer.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<float>.GetStatus(short token) => _answer.GetStatus(token);

        void IValueTaskSource<float>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _answer.OnCompleted(continuation, state, token, flags);
    }
}
