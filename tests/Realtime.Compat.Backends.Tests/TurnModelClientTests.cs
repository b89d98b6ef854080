using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests;

public sealed class TurnModelClientTests
{
    private const string Complete = """{"completion":0.93,"model":"smart-turn-v3"}""";

    private static readonly float[] Turn = [.. Enumerable.Range(0, 16_000).Select(i => 0.25f * MathF.Sin(i * 0.1f))];

    [Fact]
    public async Task The_turn_is_sent_as_wav_and_the_probability_comes_back()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", Complete));
        using var client = Client(server.Url);

        Assert.Equal(0.93, await client.JudgeAsync(Turn));

        var request = Assert.Single(server.Seen);
        Assert.Equal(("POST", "/v1/audio/turns", "audio/wav"), (request.Method, request.Path, request.Headers["Content-Type"]));
        Assert.Equal("RIFF"u8, request.Body.AsSpan(0, 4));
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(request.Body.AsSpan(24)));
        Assert.Equal(Turn.Length * 2, BinaryPrimitives.ReadInt32LittleEndian(request.Body.AsSpan(40)));
    }

    [Theory]
    [InlineData(200, "application/json", "no json")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", "{}")]
    [InlineData(200, "application/json", """{"completion":"yes"}""")]
    [InlineData(200, "application/json", """{"completion":1.5}""")]
    [InlineData(200, "application/json", """{"completion":1e999}""")]
    [InlineData(200, "text/html", "<html/>")]
    [InlineData(429, "application/json", """{"error":{"message":"busy"}}""")]
    [InlineData(500, "application/json", """{"error":{"message":"The model failed."}}""")]
    [InlineData(503, "application/json", """{"error":{"message":"The model is damaged."}}""")]
    public async Task An_answer_that_is_no_judgement_is_none(int status, string type, string body)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(status, type, body));
        using var client = Client(server.Url);

        Assert.Null(await client.JudgeAsync(Turn));
    }

    [Fact]
    public async Task A_broken_connection_an_endless_answer_and_no_server_are_no_judgement()
    {
        foreach (var bad in (Func<StandInExchange, Task>[])
        [
            x => x.WriteRawAsync("GARBAGE\r\n\r\n"),
            x => x.RespondAsync(200, "application/json", new string(' ', 100_000) + Complete),
            x =>
            {
                x.Reset();
                return Task.CompletedTask;
            },
        ])
        {
            await using var server = StandInServer.Start(bad);
            using var client = Client(server.Url);
            Assert.Null(await client.JudgeAsync(Turn));
        }

        using var away = Client(StandInServer.Nowhere());
        Assert.Null(await away.JudgeAsync(Turn));
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_a_quarter_of_a_second()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(x => x.ClientGoneAsync());
        using var client = Client(server.Url, time);

        var judging = client.JudgeAsync(Turn).AsTask();
        await time.WaitedForAsync(TimeSpan.FromMilliseconds(250));
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Null(await judging);
    }

    [Fact]
    public async Task A_server_that_begins_its_answer_and_hangs_has_the_same_quarter_of_a_second()
    {
        var time = new ManualTime();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("application/json");
            await x.WriteAsync("{\"completion\"");
            begun.SetResult();
            await x.ClientGoneAsync();
        });
        using var client = Client(server.Url, time);

        var judging = client.JudgeAsync(Turn).AsTask();
        await begun.Task;
        await time.WaitedForAsync(TimeSpan.FromMilliseconds(250));
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Null(await judging);
    }

    [Fact]
    public async Task A_question_nobody_wants_answered_closes_its_connection()
    {
        var (asked, gone) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var server = StandInServer.Start(async x =>
        {
            asked.SetResult();
            await x.ClientGoneAsync();
            gone.SetResult();
        });
        using var client = Client(server.Url);
        using var forgotten = new CancellationTokenSource();

        var judging = client.JudgeAsync(Turn, forgotten.Token).AsTask();
        await asked.Task;
        await forgotten.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judging);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_without_a_turn_model_is_asked_once_a_minute_and_one_at_another_address_at_once()
    {
        var time = new ManualTime();
        var log = new CountingLog();
        await using var first = StandInServer.Start(x => x.RespondAsync(404, "application/json", """{"error":{"message":"No turn model is in use.","code":"model_not_found"}}"""));
        await using var second = StandInServer.Start(x => x.RespondAsync(200, "application/json", Complete));
        var url = first.Url;
        using var client = new TurnModelClient(new TurnModelOptions(), () => url, time: time, logger: log);

        Assert.True(client.IsReady);
        for (var i = 0; i < 5; i++)
            Assert.Null(await client.JudgeAsync(Turn));
        Assert.False(client.IsReady);
        Assert.Single(first.Seen);

        time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(client.IsReady);
        Assert.Null(await client.JudgeAsync(Turn));
        Assert.Equal(2, first.Seen.Count);
        Assert.Equal(0, log.Warnings);

        url = second.Url;
        Assert.True(client.IsReady);
        Assert.Equal(0.93, await client.JudgeAsync(Turn));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_left_alone_and_told_of_once()
    {
        var time = new ManualTime();
        var log = new CountingLog();
        var isIll = true;
        await using var server = StandInServer.Start(x => isIll ? x.RespondAsync(500, "application/json", "{}") : x.RespondAsync(200, "application/json", Complete));
        using var client = new TurnModelClient(new TurnModelOptions { Url = server.Url.ToString() }, time: time, logger: log);

        for (var i = 0; i < 6; i++)
            Assert.Null(await client.JudgeAsync(Turn));
        Assert.Equal(2, server.Seen.Count);
        Assert.Equal(1, log.Warnings);

        isIll = false;
        time.Advance(Breaker.Rest);
        Assert.Equal(0.93, await client.JudgeAsync(Turn));
    }

    [Fact]
    public async Task While_no_worker_runs_nothing_is_asked()
    {
        using var client = new TurnModelClient(new TurnModelOptions(), () => null);

        Assert.False(client.IsReady);
        Assert.Null(await client.JudgeAsync(Turn));
    }

    [Fact]
    public void Settings_that_cannot_work_are_told_by_name()
    {
        Assert.Empty(new TurnModelOptions().Validate());
        Assert.Equal(
            [
                "Realtime:TurnModel:Url is \"here\"; set it to an address such as http://localhost:8010.",
                "Realtime:TurnModel:Timeout is 00:01:00; set it between 00:00:00.010 and 00:00:10.",
            ],
            new TurnModelOptions { Url = "here", Timeout = TimeSpan.FromMinutes(1) }.Validate());
    }

    private static TurnModelClient Client(Uri url, ManualTime? time = null) => new(new TurnModelOptions { Url = url.ToString() }, time: time);

    private sealed class CountingLog : ILogger
    {
        public int Warnings { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Warnings += logLevel >= LogLevel.Warning ? 1 : 0;
    }
}
