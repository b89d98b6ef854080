using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Hearing;

public sealed class VoiceActivityBatcherTests : IDisposable
{
    /// <summary>Streams from which frames wait here.</summary>
    private const int FewestStreams = 16;

    private const double FrameMs = SileroVad.FrameMs;
    private const int FrameLength = SileroVad.FrameMs * SileroVad.WidebandHz / 1000;

    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    private readonly FakeTimeProvider _clock = new();
    private VoiceActivityBatcher? _batcher;

    public void Dispose() => _batcher?.Dispose();

    [SileroFact]
    public void A_few_streams_never_wait()
    {
        var detectors = Detectors(FewestStreams - 1);
        for (var frame = 0; frame < 20; frame++)
        {
            foreach (var detector in detectors)
                Assert.True(detector.ProcessAsync(Noise(frame)).AsTask().IsCompletedSuccessfully);
            _clock.AdvanceMs(FrameMs);
        }
    }

    [SileroFact]
    public async Task With_many_streams_a_frame_waits_for_others_and_no_longer_than_five_milliseconds()
    {
        var detectors = await BusyAsync(100);
        var waiting = detectors.Take(3).Select(detector => detector.ProcessAsync(Noise(1)).AsTask()).ToArray();

        _clock.AdvanceMs(4.9);
        Assert.DoesNotContain(waiting, answer => answer.IsCompleted);
        _clock.AdvanceMs(0.1);

        Assert.All(await Task.WhenAll(waiting), probability => Assert.InRange(probability, 0, 1));
    }

    [SileroFact]
    public async Task A_full_batch_runs_at_once()
    {
        var detectors = await BusyAsync(100);
        var waiting = detectors.Take(SileroVadBatch.Capacity).Select(detector => detector.ProcessAsync(Noise(2)).AsTask()).ToArray();

        // The clock stands still.
        await Task.WhenAll(waiting);
    }

    [SileroFact]
    public async Task A_batch_after_a_full_one_waits_its_own_five_milliseconds()
    {
        var detectors = await BusyAsync(100);
        var full = detectors.Take(SileroVadBatch.Capacity).Select(detector => detector.ProcessAsync(Noise(3)).AsTask()).ToArray();
        await Task.WhenAll(full);
        _clock.AdvanceMs(3);

        var next = detectors[50].ProcessAsync(Noise(4)).AsTask();
        _clock.AdvanceMs(4.9);
        Assert.False(next.IsCompleted);
        _clock.AdvanceMs(0.1);
        await next;
    }

    [SileroFact]
    public async Task When_the_others_fall_silent_nobody_waits_any_more()
    {
        var detectors = await BusyAsync(100);
        _clock.AdvanceMs(20 * FrameMs);
        for (var frame = 0; frame < 3; frame++)
        {
            var answer = detectors[0].ProcessAsync(Noise(frame)).AsTask();
            _clock.AdvanceMs(FrameMs);
            await answer;
        }

        Assert.True(detectors[0].ProcessAsync(Noise(3)).AsTask().IsCompletedSuccessfully);
    }

    [SileroFact]
    public async Task Each_stream_gets_what_it_would_get_alone()
    {
        var detectors = Detectors(40);
        var alone = detectors.Select(_ => new SileroVad(Model.Value)).ToArray();
        for (var frame = 0; frame < 30; frame++)
        {
            var answers = detectors.Select((detector, i) => detector.ProcessAsync(Noise(frame * 40 + i)).AsTask()).ToArray();
            _clock.AdvanceMs(FrameMs);
            await Task.WhenAll(answers);
            for (var i = 0; i < answers.Length; i++)
                Assert.Equal(alone[i].Process(Noise(frame * 40 + i)), await answers[i], 2e-5f);
        }
    }

    [SileroFact]
    public async Task Streams_of_both_rates_wait_only_for_their_own_kind_and_get_what_they_would_get_alone()
    {
        var detectors = Detectors(80).Select((detector, i) => i % 2 == 0 ? detector : detector.ForInput(SileroVad.TelephoneHz)).ToArray();
        var alone = detectors.Select(detector => new SileroVad(Model.Value, detector.SampleRateHz)).ToArray();
        for (var frame = 0; frame < 20; frame++)
        {
            var sounds = detectors.Select((detector, i) => Noise(frame * 80 + i)[..detector.FrameLength]).ToArray();
            var answers = detectors.Select((detector, i) => detector.ProcessAsync(sounds[i]).AsTask()).ToArray();
            _clock.AdvanceMs(FrameMs);
            await Task.WhenAll(answers);
            for (var i = 0; i < answers.Length; i++)
                Assert.Equal(alone[i].Process(sounds[i]), await answers[i], 2e-5f);
        }
    }

    [SileroFact]
    public async Task Streams_on_many_threads_get_their_own_answers()
    {
        using var batcher = new VoiceActivityBatcher(Model.Value, TimeProvider.System, FewestStreams);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(stream => Task.Run(async () =>
        {
            var (detector, alone) = (batcher.CreateDetector(), new SileroVad(Model.Value));
            for (var frame = 0; frame < 50; frame++)
            {
                var probability = await detector.ProcessAsync(Noise(stream + frame));
                Assert.Equal(alone.Process(Noise(stream + frame)), probability, 2e-5f);
            }
        })));
    }

    /// <summary>Detectors of which each has just brought some frames, so that a frame waits from now on.</summary>
    private async Task<IVoiceActivityDetector[]> BusyAsync(int streams)
    {
        var detectors = Detectors(streams);
        for (var frame = 0; frame < 3; frame++)
        {
            var answers = detectors.Select(detector => detector.ProcessAsync(Noise(frame)).AsTask()).ToArray();
            _clock.AdvanceMs(FrameMs);
            await Task.WhenAll(answers);
        }

        return detectors;
    }

    private IVoiceActivityDetector[] Detectors(int count)
    {
        _batcher = new VoiceActivityBatcher(Model.Value, _clock, FewestStreams);
        return [.. Enumerable.Range(0, count).Select(_ => _batcher.CreateDetector())];
    }

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, FrameLength).Select(_ => random.NextSingle() - 0.5f)];
    }
}
