using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Hearing;

/// <summary>Which frames wait for those of other streams, by the pace at which clients send.</summary>
public sealed class VoiceActivityPaceTests : IDisposable
{
    /// <summary>Enough to wait for each other, too few to fill a batch within five milliseconds.</summary>
    private const int Streams = 20;

    private static readonly Lazy<SileroVadModel> Model = new(() => SileroVadModel.Load(SileroVadModel.DefaultPath));

    private readonly FakeTimeProvider _clock = new();
    private readonly VoiceActivityBatcher _batcher;
    private double _nowMs;

    public VoiceActivityPaceTests() => _batcher = new VoiceActivityBatcher(Model.Value, _clock, fewestStreams: 16);

    public void Dispose() => _batcher.Dispose();

    [SileroTheory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    public async Task No_frame_of_clients_that_send_small_pieces_is_computed_alone(int appendMs)
    {
        var clients = Clients(appendMs);
        await PassAsync(2000, clients);
        foreach (var client in clients)
            client.Forget();
        await PassAsync(10_000, clients);
        Assert.All(clients, client => Assert.Equal((0, true), (client.Alone, client.Waited > 300)));
    }

    /// <summary>Each wait is up to five milliseconds, and the frames of an append wait one after the other: no append is held up for more than ten.</summary>
    [SileroFact]
    public async Task Of_the_three_or_four_frames_of_a_large_piece_two_wait()
    {
        var clients = Clients(appendMs: 100);
        await PassAsync(2000, clients);
        foreach (var client in clients)
            client.Forget();
        await PassAsync(10_000, clients);
        Assert.All(clients, client =>
        {
            Assert.InRange(client.Waited, 198, 202);
            Assert.InRange(client.Alone, 110, 115);
        });
    }

    [SileroFact]
    public async Task A_recording_uploaded_at_full_speed_is_not_held_up_after_its_first_two_frames()
    {
        var clients = Clients(appendMs: 20);
        await PassAsync(2000, clients);
        var upload = new Client(_batcher.CreateDetector(), 2000, appendMs: 20, speed: 32);
        await PassAsync(1000, [.. clients, upload]);
        Assert.InRange(upload.Waited, 1, 2);
        Assert.InRange(upload.Alone, 900, 1000);
    }

    [SileroFact]
    public async Task What_follows_an_upload_live_waits_for_others_again_within_a_second()
    {
        var clients = Clients(appendMs: 20);
        await PassAsync(2000, clients);
        var detector = _batcher.CreateDetector();
        await PassAsync(1000, [.. clients, new Client(detector, 2000, appendMs: 20, speed: 32)]);
        var live = new Client(detector, 3000, appendMs: 20);
        await PassAsync(1000, [.. clients, live]);
        live.Forget();
        await PassAsync(5000, [.. clients, live]);
        Assert.Equal((0, true), (live.Alone, live.Waited > 150));
    }

    [SileroFact]
    public async Task A_microphone_whose_clock_is_fast_is_live_for_all_that()
    {
        var clients = Clients(appendMs: 20);
        var fast = new Client(_batcher.CreateDetector(), 0, appendMs: 20, speed: 1.01);
        await PassAsync(2000, [.. clients, fast]);
        fast.Forget();
        await PassAsync(60_000, [.. clients, fast]);
        Assert.Equal((0, true), (fast.Alone, fast.Waited > 1800));
    }

    /// <summary>Clients of random phase; as many as were there before are silent from now on.</summary>
    private Client[] Clients(double appendMs)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Streams).Select(_ => new Client(_batcher.CreateDetector(), _nowMs + appendMs * random.NextDouble(), appendMs))];
    }

    private async Task PassAsync(int ms, Client[] clients)
    {
        for (var end = _nowMs + ms; _nowMs < end; _nowMs++)
        {
            foreach (var client in clients)
                await client.SendAsync(_nowMs);
            _clock.AdvanceMs(1);
        }
    }

    /// <summary>Sends audio in pieces, and has its frames judged one after the other.</summary>
    private sealed class Client(IVoiceActivityDetector detector, double fromMs, double appendMs, double speed = 1)
    {
        private readonly float[] _frame = new float[detector.FrameLength];
        private Task<float>? _waiting;
        private double _waitsSince;
        private int _appends;
        private int _frames;

        /// <summary>Frames computed at once.</summary>
        public int Alone { get; private set; }

        /// <summary>Frames that waited.</summary>
        public int Waited { get; private set; }

        public void Forget() => (Alone, Waited) = (0, 0);

        public async Task SendAsync(double nowMs)
        {
            while (fromMs + _appends * appendMs / speed <= nowMs)
                _appends++;
            if (_waiting is not null && nowMs - _waitsSince >= VoiceActivityBatcher.Patience.TotalMilliseconds)
            {
                await _waiting.WaitAsync(TimeSpan.FromSeconds(30));
                _waiting = null;
            }

            for (; _waiting is null && (_frames + 1) * SileroVad.FrameMs <= _appends * appendMs; _frames++)
            {
                var answer = detector.ProcessAsync(_frame).AsTask();
                if (answer.IsCompleted)
                {
                    Alone++;
                }
                else
                {
                    Waited++;
                    (_waiting, _waitsSince) = (answer, nowMs);
                }
            }
        }
    }
}
