using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing;

public sealed class EarTests
{
    [SileroFact]
    public void From_bytes_to_probability_nothing_is_allocated()
    {
        using var batcher = new VoiceActivityBatcher(SileroVadModel.Load(SileroVadModel.DefaultPath), TimeProvider.System);
        foreach (var format in Enum.GetValues<AudioFormat>())
        {
            var ear = new Ear(format, batcher.CreateDetector(), startMs: 0);
            var audio = new byte[20 * (format is AudioFormat.Pcm16 ? 48 : 8)];
            new Random(1).NextBytes(audio);
            var frames = 0;

            // What the runtime does once for a code path shows in a round or two; what a frame costs, in all.
            var least = long.MaxValue;
            for (var round = 0; round < 10; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 40; i++)
                {
                    ear.Push(audio);
                    for (; ear.HasFrame; frames++)
                    {
                        var judged = ear.JudgeAsync();
                        if (judged.IsCompletedSuccessfully)
                            ear.Read(judged.Result);
                        else
                            Assert.Fail("A stream alone waits for nobody.");
                    }
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
            Assert.InRange(frames, 240, 250);
        }
    }

    [SileroFact]
    public void Silero_hears_a_telephone_at_its_own_rate_and_another_detector_hears_it_resampled()
    {
        using var batcher = new VoiceActivityBatcher(SileroVadModel.Load(SileroVadModel.DefaultPath), TimeProvider.System);
        foreach (var (format, rateHz) in new[] { (AudioFormat.Pcm16, 16_000), (AudioFormat.G711Ulaw, 8_000), (AudioFormat.G711Alaw, 8_000) })
        {
            var silero = new Ear(format, batcher.CreateDetector(), startMs: 0);
            Assert.Equal((rateHz, 32), (silero.SampleRateHz, silero.FrameMs));
            var other = new Ear(format, new LoudnessDetector(), startMs: 0);
            Assert.Equal((16_000, 32), (other.SampleRateHz, other.FrameMs));
        }
    }

    [Fact]
    public async Task Any_cutting_of_the_bytes_gives_the_same_frames_at_the_same_times()
    {
        var audio = new byte[48_000];
        new Random(2).NextBytes(audio);
        var whole = await FramesAsync(audio, _ => 4_800);
        Assert.Equal(31, whole.Count);
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var random = new Random(seed);
            Assert.Equal(whole, await FramesAsync(audio, left => Math.Min(left, random.Next(1, 4_800))));
        }

        static async Task<List<SpeechFrame>> FramesAsync(byte[] audio, Func<int, int> next)
        {
            var ear = new Ear(AudioFormat.Pcm16, new LoudnessDetector(), startMs: 100);
            var frames = new List<SpeechFrame>();
            for (int at = 0, length; at < audio.Length; at += length)
            {
                length = Math.Min(next(audio.Length - at), audio.Length - at);
                ear.Push(audio.AsSpan(at, length));
                while (ear.HasFrame)
                    frames.Add(ear.Read(await ear.JudgeAsync()));
            }

            return frames;
        }
    }
}
