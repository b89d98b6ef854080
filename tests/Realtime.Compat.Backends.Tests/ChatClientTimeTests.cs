using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Ollama;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests;

/// <summary>Silence, cancellation and queues, which both wires must treat alike.</summary>
public sealed class ChatClientTimeTests
{
    private static IChatClient Make(string provider, ChatBackendOptions options, TimeProvider? time = null) =>
        provider == "ollama" ? new OllamaChatClient(options, time: time) : new OpenAIChatClient(options, time: time);

    private static string Type(string provider) => provider == "ollama" ? Say.Ndjson : Say.Sse;

    private static string Word(string provider) => provider == "ollama" ? Say.Line("word ") : Say.Content("word ");

    private static string Whole(string provider) => provider == "ollama" ? Say.Line("Hi") + Say.Done() : Say.Content("Hi", "stop") + Say.End;

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_warm_server_that_says_nothing_is_given_up_after_the_first_token_timeout(string provider)
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(x => x.Number == 1 ? x.StreamAsync(Type(provider), Whole(provider)) : x.ClientGoneAsync());
        using var client = Make(provider, Say.Options(server.Url), time);
        await client.AllAsync();

        var waiting = time.WaitedForAsync(TimeSpan.FromSeconds(20));
        var answer = client.AllAsync();
        await waiting;
        time.Advance(TimeSpan.FromSeconds(20));

        var failure = await Assert.ThrowsAsync<BackendException>(() => answer);
        Assert.Equal(BackendErrorCodes.Timeout, failure.Code);
        Assert.Contains("20 s", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_cold_server_gets_the_warm_up_time(string provider)
    {
        var time = new ManualTime();
        var loaded = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            await loaded.Task;
            await x.StreamAsync(Type(provider), Whole(provider));
        });
        using var client = Make(provider, Say.Options(server.Url), time);

        var waiting = time.WaitedForAsync(TimeSpan.FromMinutes(5));
        var answer = client.AllAsync();
        await waiting;
        time.Advance(TimeSpan.FromSeconds(45));
        loaded.SetResult();

        Assert.Equal("Hi", (await answer).Text());
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_server_that_falls_silent_is_given_up_after_the_idle_timeout(string provider)
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Type(provider));
            await x.WriteAsync(Word(provider));
            // A heartbeat is no token.
            await x.WriteAsync(provider == "ollama" ? "\n" : ": still here\n\n");
            await x.ClientGoneAsync();
        });
        using var client = Make(provider, Say.Options(server.Url), time);

        var waiting = time.WaitedForAsync(TimeSpan.FromSeconds(15));
        var answer = client.AllAsync();
        await waiting;
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(BackendErrorCodes.Timeout, (await Assert.ThrowsAsync<BackendException>(() => answer)).Code);
    }

    [Fact]
    public async Task A_slow_reader_does_not_make_its_server_late()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Ndjson, Say.Line("a "), Say.Line("b"), Say.Done()));
        using var client = new OllamaChatClient(Say.Options(server.Url), time: time);
        var said = "";

        await foreach (var update in client.GetStreamingResponseAsync(Say.Hello))
        {
            said += update.Text;
            time.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("a b", said);
    }

    [Theory]
    [InlineData("ollama", true)]
    [InlineData("openai", true)]
    [InlineData("ollama", false)]
    [InlineData("openai", false)]
    public async Task Barge_in_closes_the_connection_at_once(string provider, bool byToken)
    {
        var (left, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Type(provider));
            await x.WriteAsync(Word(provider));
            await left.Task;
            try
            {
                // A handler that drains what is left, as HttpClient's does by itself, would keep the connection now.
                await x.EndAsync();
            }
            catch (IOException)
            {
                // Closed already.
            }

            await x.ClientGoneAsync();
            gone.SetResult();
        });
        using var client = Make(provider, Say.Options(server.Url));
        using var bargeIn = new CancellationTokenSource();

        var answer = client.GetStreamingResponseAsync(Say.Hello, cancellationToken: bargeIn.Token).GetAsyncEnumerator();
        Assert.True(await answer.MoveNextAsync());
        if (byToken)
        {
            var pending = answer.MoveNextAsync();
            await bargeIn.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pending);
        }

        await answer.DisposeAsync();
        left.SetResult();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task Cancelling_before_the_first_byte_closes_the_connection(string provider)
    {
        var (asked, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = StandInServer.Start(async x =>
        {
            asked.SetResult();
            await x.ClientGoneAsync();
            gone.SetResult();
        });
        using var client = Make(provider, Say.Options(server.Url));
        using var cancel = new CancellationTokenSource();

        var answer = client.AllAsync(cancellationToken: cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();

        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task A_character_cut_in_two_by_the_server_is_whole_again(string provider)
    {
        string Raw(string json) => provider == "ollama"
            ? $$$"""{"message":{"role":"assistant","content":"{{{json}}}"},"done":false}""" + "\n"
            : Say.Delta($$"""{"content":"{{json}}"}""");
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Type(provider), Raw("\\ud83d"), Raw("\\ude42 \\n\\\"\\u4f60\\ud83d"), Raw("\\ude42"), Whole(provider)));
        using var client = Make(provider, Say.Options(server.Url));

        var answer = await client.AllAsync();

        Assert.Equal("🙂 \n\"你🙂Hi", answer.Text());
        Assert.All(answer, u => Assert.False(u.Text.Length > 0 && char.IsHighSurrogate(u.Text[^1])));
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task Half_a_character_in_the_conversation_does_not_end_it(string provider)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Type(provider), Whole(provider)));
        using var client = Make(provider, Say.Options(server.Url));
        ChatMessage[] history =
        [
            new(ChatRole.User, "cut \ud83d"),
            new(ChatRole.Assistant, [Backends.Streaming.ToolCalls.Make("c", "get_weather", """{"city":"\ud83d"}""")]),
            new(ChatRole.Tool, [new FunctionResultContent("c", "\ude42 cut")]),
        ];

        Assert.Equal("Hi", (await client.AllAsync(messages: history)).Text());
        Assert.Equal("cut \ufffd", (string?)server.Seen[0].Json["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task A_queue_of_our_own_lets_the_next_in_when_a_turn_is_cancelled()
    {
        var asked = new TaskCompletionSource();
        await using var server = StandInServer.Start(x =>
        {
            asked.TrySetResult();
            return x.Number == 1 ? x.ClientGoneAsync() : x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done());
        });
        var options = Say.Options(server.Url);
        options.MaxConcurrentCalls = 1;
        using var client = new OllamaChatClient(options);
        using var cancel = new CancellationTokenSource();

        var first = client.AllAsync(cancellationToken: cancel.Token);
        await asked.Task;
        var second = client.AllAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("Hi", (await second).Text());
    }

    [Fact]
    public async Task An_answer_that_drips_for_ever_ends_with_the_total_timeout()
    {
        var time = new ManualTime();
        using var drip = new SemaphoreSlim(1);
        await using var server = StandInServer.Start(async x =>
        {
            if (x.Number == 1)
            {
                await x.StreamAsync(Say.Ndjson, Say.Line("Hi"), Say.Done());
                return;
            }

            await x.BeginAsync(Say.Ndjson);
            for (var i = 0; i < 5; i++)
            {
                await drip.WaitAsync();
                await x.WriteAsync(Say.Line("w "));
            }

            await x.ClientGoneAsync();
        });
        using var client = new OllamaChatClient(Say.Options(server.Url), time: time);
        await client.AllAsync();

        var answer = client.AllAsync();
        for (var i = 0; i < 4; i++)
        {
            await time.WaitedForAsync(TimeSpan.FromSeconds(15));
            time.Advance(TimeSpan.FromSeconds(12));
            drip.Release();
        }

        // The last wait is for what is left of the total, not for the idle time.
        await time.WaitedForAsync(TimeSpan.FromSeconds(12));
        time.Advance(TimeSpan.FromSeconds(12));

        var failure = await Assert.ThrowsAsync<BackendException>(() => answer);
        Assert.Equal(BackendErrorCodes.Timeout, failure.Code);
        Assert.Contains("60 s", failure.Message, StringComparison.Ordinal);
    }
}
