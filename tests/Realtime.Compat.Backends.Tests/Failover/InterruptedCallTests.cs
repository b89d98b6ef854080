using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Failover;

/// <summary>What the end of a call by its caller says of the server that had not answered yet.</summary>
public sealed class InterruptedCallTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Queue<Func<StandInExchange, Task>> _does = new();
    private readonly StandInServer _first;
    private readonly StandInServer _second;
    private readonly FailoverChatClient _client;

    public InterruptedCallTests()
    {
        _first = StandInServer.Start(exchange =>
        {
            _asked.Release();
            return _does.Dequeue()(exchange);
        });
        _second = StandInServer.Start(AnswerAsync);
        _client = new FailoverChatClient([new OpenAIChatClient(Options(_first), time: _time), new OpenAIChatClient(Options(_second), time: _time)], _time);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _asked.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_hangs_until_users_interrupt_is_left_alone()
    {
        await InterruptAfterAsync(TimeSpan.FromSeconds(6));
        await InterruptAfterAsync(TimeSpan.FromSeconds(6));

        Assert.Equal("Hi", (await _client.AllAsync()).Text());
        Assert.Equal((2, 1), (_first.Seen.Count, _second.Seen.Count));
    }

    [Fact]
    public async Task A_trial_that_is_interrupted_after_such_a_silence_leaves_the_server_alone_again()
    {
        await FailAsync();
        await FailAsync();
        _time.Advance(Breaker.Rest);
        await InterruptAfterAsync(TimeSpan.FromSeconds(6));

        await _client.AllAsync();
        Assert.Equal((3, 3), (_first.Seen.Count, _second.Seen.Count));
    }

    [Fact]
    public async Task A_trial_that_is_interrupted_at_once_says_nothing_and_the_next_call_tries()
    {
        await FailAsync();
        await FailAsync();
        _time.Advance(Breaker.Rest);
        await InterruptAfterAsync(TimeSpan.FromSeconds(1));
        await FailAsync();

        // Left alone again after that one failure: the trial that nobody waited for did not count as an answer.
        await _client.AllAsync();
        Assert.Equal((4, 4), (_first.Seen.Count, _second.Seen.Count));
    }

    [Fact]
    public async Task Quick_interruptions_are_neither_failures_nor_answers()
    {
        for (var turn = 0; turn < 3; turn++)
            await InterruptAfterAsync(TimeSpan.FromSeconds(1));
        await FailAsync();
        for (var turn = 0; turn < 3; turn++)
            await InterruptAfterAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((7, 1), (_first.Seen.Count, _second.Seen.Count));

        // Two failures among eight calls: the six that were interrupted do not count.
        await FailAsync();
        await _client.AllAsync();
        Assert.Equal((8, 3), (_first.Seen.Count, _second.Seen.Count));
    }

    [Fact]
    public async Task A_server_that_thinks_aloud_is_not_silent()
    {
        for (var turn = 0; turn < 2; turn++)
        {
            await InterruptAfterAsync(TimeSpan.FromSeconds(6), async exchange =>
            {
                await exchange.BeginAsync(Say.Sse);
                await exchange.WriteAsync(Say.Delta("""{"reasoning":"Hm"}"""));
                await exchange.ClientGoneAsync();
            });
        }

        _does.Enqueue(AnswerAsync);
        await _client.AllAsync();
        Assert.Equal((3, 0), (_first.Seen.Count, _second.Seen.Count));
    }

    [Fact]
    public async Task A_model_that_has_never_answered_has_only_the_first_token_timeout_where_another_is_asked_next()
    {
        var options = Options(_first);
        (options.Provider, options.WarmUpTimeout) = ("openai", TimeSpan.FromMinutes(5));
        options.Fallbacks.Add(new ChatFallbackOptions { Url = _second.Url.ToString(), Model = "spare" });
        await using var backend = new ChatBackend(options, time: _time);
        _does.Enqueue(exchange => exchange.ClientGoneAsync());

        var waiting = _time.WaitedForAsync(options.FirstTokenTimeout);
        var answer = backend.Client.AllAsync();
        await waiting;
        _time.Advance(options.FirstTokenTimeout);

        Assert.Equal("Hi", (await answer).Text());
    }

    private static ChatBackendOptions Options(StandInServer server) => Say.Options(server.Url);

    private static Task AnswerAsync(StandInExchange exchange) => exchange.StreamAsync(Say.Sse, Say.Content("Hi", "stop") + Say.End);

    /// <summary>The first server fails, and the second answers.</summary>
    private async Task FailAsync()
    {
        _does.Enqueue(exchange => exchange.RespondAsync(500, "text/plain", "no"));
        Assert.Equal("Hi", (await _client.AllAsync()).Text());
        await _asked.WaitAsync();
    }

    /// <summary>The first server is asked, and its caller goes away.</summary>
    private async Task InterruptAfterAsync(TimeSpan time, Func<StandInExchange, Task>? does = null)
    {
        _does.Enqueue(does ?? (exchange => exchange.ClientGoneAsync()));
        using var cancel = new CancellationTokenSource();
        var heard = new TaskCompletionSource();
        var answer = Task.Run(async () =>
        {
            await foreach (var update in _client.GetStreamingResponseAsync(Say.Hello, cancellationToken: cancel.Token))
                heard.TrySetResult();
        });
        await _asked.WaitAsync();
        if (does is not null)
            await heard.Task;
        _time.Advance(time);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }
}
