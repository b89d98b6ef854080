using Realtime.Compat.Client.Sound;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Client.Tests;

public sealed class PlayerTests
{
    private const int BytesPerMs = 48;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task It_keeps_the_clocks_pace_and_an_interruption_tells_how_much_was_heard()
    {
        var clock = new FakeTimeProvider();
        var loudspeaker = new Recorder();
        await using var player = new Player(loudspeaker, clock);
        player.Begin();
        player.Play(new byte[1000 * BytesPerMs]);

        // Three pieces of 20 ms ahead of the clock and one more, then it waits.
        await loudspeaker.HasAsync(80 * BytesPerMs);
        await WaitsAsync(clock);
        Assert.Equal(TimeSpan.FromMilliseconds(20), player.Heard);
        clock.Advance(TimeSpan.FromMilliseconds(20));
        await loudspeaker.HasAsync(100 * BytesPerMs);
        await WaitsAsync(clock);
        Assert.Equal(TimeSpan.FromMilliseconds(40), player.Heard);
        Assert.True(player.IsPlaying);

        player.Clear();
        Assert.False(player.IsPlaying);
        clock.Advance(TimeSpan.FromMinutes(1));
        await player.FinishAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(100 * BytesPerMs, loudspeaker.Written);
        Assert.True(loudspeaker.IsDrained);
    }

    [Fact]
    public async Task A_short_answer_is_played_whole_and_then_there_is_silence()
    {
        var loudspeaker = new Recorder();
        await using var player = new Player(loudspeaker, new FakeTimeProvider());
        player.Begin();
        player.Play(new byte[30 * BytesPerMs]);

        await player.Silent.WaitAsync(Patience);

        Assert.Equal(30 * BytesPerMs, loudspeaker.Written);
        Assert.Equal(TimeSpan.FromMilliseconds(30), player.Heard);
    }

    [Fact]
    public async Task A_loudspeaker_that_goes_away_keeps_nobody_waiting_and_is_told()
    {
        await using var player = new Player(new Recorder { IsGone = true }, new FakeTimeProvider());
        player.Play(new byte[BytesPerMs]);

        await player.Silent.WaitAsync(Patience);

        await Assert.ThrowsAsync<RealtimeClientException>(() => player.FinishAsync(CancellationToken.None).WaitAsync(Patience));
    }

    private static async Task WaitsAsync(FakeTimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (clock.PendingTimers == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Recorder : ILoudspeaker
    {
        private volatile int _written;

        public int Written => _written;

        public bool IsDrained { get; private set; }

        public bool IsGone { get; init; }

        public async Task HasAsync(int bytes)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (_written < bytes)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal(bytes, _written);
        }

        public void Write(ReadOnlySpan<byte> pcm16)
        {
            if (IsGone)
                throw new RealtimeClientException("The loudspeaker went away.");
            _written += pcm16.Length;
        }

        public void Drain() => IsDrained = true;

        public void Dispose()
        {
        }
    }
}
