using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.Ollama;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests;

/// <summary>Calls that wait for one of <see cref="ChatBackendOptions.MaxConcurrentCalls"/> places.</summary>
public sealed class ChatQueueTests
{
    private static readonly string Whole = Say.Line("Hi") + Say.Done();

    private static ChatBackendOptions Options(StandInServer server)
    {
        var options = Say.Options(server.Url);
        (options.MaxConcurrentCalls, options.IdleTimeout, options.TotalTimeout) = (1, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        return options;
    }

    [Fact]
    public async Task A_call_that_waited_for_its_place_has_all_the_time_to_its_first_token()
    {
        var time = new ManualTime();
        var (held, asked, loaded) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = StandInServer.Start(async exchange =>
        {
            if (exchange.Number == 2)
            {
                await exchange.BeginAsync(Say.Ndjson);
                await exchange.WriteAsync(Say.Line("Hi"));
                await held.Task;
                await exchange.WriteAsync(Say.Done());
                await exchange.EndAsync();
                return;
            }

            if (exchange.Number == 3)
            {
                asked.SetResult();
                await loaded.Task;
            }

            await exchange.StreamAsync(Say.Ndjson, Whole);
        });
        var options = Options(server);
        using var client = new OllamaChatClient(options, time: time);
        await client.AllAsync();

        await using var first = client.GetStreamingResponseAsync(Say.Hello).GetAsyncEnumerator();
        await first.MoveNextAsync();
        var second = client.AllAsync();
        await time.WaitedForAsync(options.FirstTokenTimeout);
        time.Advance(TimeSpan.FromSeconds(15));
        held.SetResult();
        await EndAsync(first);
        await asked.Task;
        await time.WaitedForAsync(options.FirstTokenTimeout);
        time.Advance(TimeSpan.FromSeconds(15));
        loaded.SetResult();

        Assert.Equal("Hi", (await second).Text());
    }

    [Fact]
    public async Task Calls_that_get_no_place_say_nothing_of_the_server_s_health()
    {
        var time = new ManualTime();
        var held = new TaskCompletionSource();
        await using var server = StandInServer.Start(async exchange =>
        {
            if (exchange.Number != 2)
            {
                await exchange.StreamAsync(Say.Ndjson, Whole);
                return;
            }

            await exchange.BeginAsync(Say.Ndjson);
            await exchange.WriteAsync(Say.Line("Hi"));
            await held.Task;
            await exchange.WriteAsync(Say.Done());
            await exchange.EndAsync();
        });
        await using var next = StandInServer.Start(exchange => exchange.StreamAsync(Say.Ndjson, Say.Line("Next") + Say.Done()));
        var options = Options(server);
        using var client = new FailoverChatClient([new OllamaChatClient(options, time: time), new OllamaChatClient(Say.Options(next.Url), time: time)], time);
        await client.AllAsync();

        await using var first = client.GetStreamingResponseAsync(Say.Hello).GetAsyncEnumerator();
        await first.MoveNextAsync();
        for (var turn = 0; turn < 3; turn++)
        {
            var waiting = time.WaitedForAsync(options.FirstTokenTimeout);
            var answer = client.AllAsync();
            await waiting;
            time.Advance(options.FirstTokenTimeout);
            Assert.Equal("Next", (await answer).Text());
        }

        held.SetResult();
        await EndAsync(first);
        Assert.Equal("Hi", (await client.AllAsync()).Text());
    }

    private static async Task EndAsync(IAsyncEnumerator<ChatResponseUpdate> answer)
    {
        while (await answer.MoveNextAsync())
        {
        }
    }
}
