using Realtime.Compat.Engine.Responding.Speech;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Speech;

public class PaceTests
{
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Audio_leaves_at_once_up_to_the_lead_and_then_as_fast_as_it_is_played()
    {
        var pace = new Pace(_clock, TimeSpan.FromSeconds(1), default);
        for (var piece = 0; piece < 10; piece++)
            Assert.True(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompletedSuccessfully);

        var next = pace.WaitAsync(Piece, CancellationToken.None).AsTask();
        _clock.AdvanceMs(99);
        Assert.False(next.IsCompleted);
        _clock.AdvanceMs(1);
        await next;
        Assert.False(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public void What_was_sent_before_counts_and_time_that_ran_dry_does_not()
    {
        var pace = new Pace(_clock, TimeSpan.FromSeconds(1), _clock.GetUtcNow() + TimeSpan.FromMilliseconds(950));
        Assert.False(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var piece = 0; piece < 10; piece++)
            Assert.True(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompletedSuccessfully);
        Assert.False(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public void Without_a_lead_nothing_waits()
    {
        var pace = new Pace(_clock, TimeSpan.Zero, default);
        Assert.True(pace.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask().IsCompletedSuccessfully);
        Assert.True(pace.WaitAsync(Piece, CancellationToken.None).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_interruption_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new Pace(_clock, Piece, default).WaitAsync(TimeSpan.FromSeconds(5), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _clock.PendingTimers);
    }
}
