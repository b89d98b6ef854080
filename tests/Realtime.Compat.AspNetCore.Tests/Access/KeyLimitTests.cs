using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests.Access;

public sealed class KeyLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Calls_count_as_sessions_and_have_a_limit_of_their_own()
    {
        var key = KeyWith(new ApiKeyOptions { Key = "sk-0123456789", MaxSessions = 3, MaxCalls = 1 });
        using var call = key.TryEnter(isCall: true, out _);
        using var session = key.TryEnter(isCall: false, out _);

        Assert.Null(key.TryEnter(isCall: true, out var excess));
        Assert.Equal("its 1 calls at one time", excess);
        using var third = key.TryEnter(isCall: false, out _);
        Assert.NotNull(third);
        Assert.Null(key.TryEnter(isCall: false, out excess));
        Assert.Equal("its 3 sessions at one time", excess);
    }

    [Fact]
    public void Minutes_of_sessions_that_ended_and_that_run_are_added_up()
    {
        var key = KeyWith(new ApiKeyOptions { Key = "sk-0123456789", MaxMinutesPerDay = 10 });
        using (key.TryEnter(isCall: false, out _))
            _clock.Advance(TimeSpan.FromMinutes(6));
        using var running = key.TryEnter(isCall: false, out _);
        Assert.Equal(TimeSpan.FromMinutes(4), running!.Left);
        _clock.Advance(TimeSpan.FromMinutes(3));

        using var second = key.TryEnter(isCall: false, out _);

        Assert.Equal(TimeSpan.FromMinutes(1), second!.Left);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(key.TryEnter(isCall: false, out var excess));
        Assert.Equal("its 10 minutes a day", excess);
    }

    [Fact]
    public void Midnight_begins_a_new_day()
    {
        var key = KeyWith(new ApiKeyOptions { Key = "sk-0123456789", MaxMinutesPerDay = 10 });
        _clock.Advance(TimeSpan.FromHours(24) - _clock.GetUtcNow().TimeOfDay - TimeSpan.FromMinutes(9));
        using var across = key.TryEnter(isCall: false, out _);
        _clock.Advance(TimeSpan.FromMinutes(11));

        using var next = key.TryEnter(isCall: false, out _);

        Assert.Equal(TimeSpan.FromMinutes(8), next!.Left);
    }

    private ApiKey KeyWith(ApiKeyOptions options) => new("test", options, _clock);
}
