using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.ServerEvents;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests;

public class RateLimitTests
{
    [Fact]
    public async Task What_is_left_is_told_after_every_response()
    {
        await using var session = await StartAsync(requests: 60, tokens: 1000);
        await RespondAsync(session, tokens: 100);

        var limits = (await session.NextAsync<RateLimitsUpdated>()).RateLimits;
        Assert.Equal([("requests", 60, 59, 1.0), ("tokens", 1000, 900, 6.0)], limits.Select(limit => (limit.Name, limit.Limit, limit.Remaining, limit.ResetSeconds)));

        session.Clock.Advance(TimeSpan.FromSeconds(3));
        await RespondAsync(session, tokens: 0);
        limits = (await session.NextAsync<RateLimitsUpdated>()).RateLimits;
        Assert.Equal([("requests", 59), ("tokens", 950)], limits.Select(limit => (limit.Name, limit.Remaining)));
    }

    [Fact]
    public async Task Only_limits_that_are_set_are_told()
    {
        await using var session = await StartAsync(requests: null, tokens: 1000);
        await RespondAsync(session, tokens: 1);
        Assert.Equal("tokens", (await session.NextAsync<RateLimitsUpdated>()).RateLimits.Single().Name);
    }

    [Theory]
    [InlineData(1, null, "requests")]
    [InlineData(null, 50, "tokens")]
    public async Task A_response_beyond_the_limit_fails_until_there_is_room_again(int? requests, int? tokens, string name)
    {
        await using var session = await StartAsync(requests, tokens);
        await RespondAsync(session, tokens: 60);
        await session.NextAsync<RateLimitsUpdated>();

        await session.RespondAsync();
        await session.NextAsync<ResponseCreated>();
        var done = (await session.NextAsync<ResponseDone>()).Response;
        Assert.Equal(ResponseStatus.Failed, done.Status);
        Assert.Equal((name, ErrorCodes.RateLimitExceeded), (done.StatusDetails!.Error!.Type, done.StatusDetails.Error.Code));
        Assert.StartsWith($"Rate limit reached on {name} per minute", done.StatusDetails.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, done.Usage!.TotalTokens);
        Assert.Equal(0, (await session.NextAsync<RateLimitsUpdated>()).RateLimits.Single().Remaining);

        session.Clock.Advance(TimeSpan.FromMinutes(1));
        await RespondAsync(session, tokens: 1);
    }

    [Fact]
    public async Task Without_limits_nothing_is_told()
    {
        await using var session = await TestSession.StartAsync(c => c with { OutputModality = Modality.Text });
        await RespondAsync(session, tokens: 1);
        await session.NothingElseAsync();
    }

    [Fact]
    public void Sessions_that_share_a_limiter_share_what_is_left()
    {
        var limiter = new RateLimiter(2, null, new FakeTimeProvider());
        Assert.Null(limiter.TryBegin());
        Assert.Null(limiter.TryBegin());
        Assert.Equal((2, 0), limiter.TryBegin() is { } limit ? (limit.Limit, limit.Remaining) : default);
    }

    private static Task<TestSession> StartAsync(int? requests, int? tokens) => TestSession.StartAsync(
        c => c with { OutputModality = Modality.Text }, setUp: (setup, clock) => setup with { RateLimits = new RateLimiter(requests, tokens, clock) });

    private static async Task RespondAsync(TestSession session, int tokens)
    {
        session.Chat.Reply(request =>
        {
            request.Write("Yes.");
            request.Write(new UsageContent(new UsageDetails { InputTokenCount = tokens, OutputTokenCount = 0 }));
            request.Finish(ChatFinishReason.Stop);
        });
        await session.RespondAsync();
        Assert.Equal(ResponseStatus.Completed, (await session.UntilAsync<ResponseDone>()).Response.Status);
    }
}
