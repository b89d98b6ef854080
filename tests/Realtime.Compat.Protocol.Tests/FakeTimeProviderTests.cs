using Realtime.Compat.Testing;

namespace Realtime.Compat.Protocol.Tests;

/// <summary>The clock that all other tests rely on.</summary>
public class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(string Name, double Ms)> _fired = [];
    private readonly DateTimeOffset _start;

    public FakeTimeProviderTests() => _start = _clock.GetUtcNow();

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_see_them()
    {
        using var later = Timer("later", 30);
        using var sooner = Timer("sooner", 10);
        _clock.AdvanceMs(9);
        Assert.Empty(_fired);

        _clock.AdvanceMs(91);

        Assert.Equal([("sooner", 10), ("later", 30)], _fired);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _clock.GetElapsedTime(_start.Ticks));
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_disposed()
    {
        var timer = Timer("tick", 10, 20);
        _clock.AdvanceMs(50);
        timer.Dispose();
        _clock.AdvanceMs(50);

        Assert.Equal([("tick", 10), ("tick", 30), ("tick", 50)], _fired);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_within_the_same_advance()
    {
        using var second = Timer("second", Timeout.Infinite);
        using var first = _clock.CreateTimer(_ => second.Change(TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);

        _clock.AdvanceMs(20);

        Assert.Equal([("second", 15)], _fired);
    }

    [Fact]
    public async Task Delays_and_cancellations_follow_the_clock()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(2), _clock);
        var delay = Task.Delay(TimeSpan.FromSeconds(1), _clock, CancellationToken.None);
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.False(cancellation.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(cancellation.IsCancellationRequested);
    }

    private ITimer Timer(string name, double dueMs, double periodMs = Timeout.Infinite) => _clock.CreateTimer(
        _ => _fired.Add((name, (_clock.GetUtcNow() - _start).TotalMilliseconds)),
        null,
        TimeSpan.FromMilliseconds(dueMs),
        TimeSpan.FromMilliseconds(periodMs));
}
