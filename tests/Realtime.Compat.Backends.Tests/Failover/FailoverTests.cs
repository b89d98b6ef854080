using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Failover;

public sealed class FailoverTests
{
    private static readonly byte[] Samples = [1, 0, 2, 0, 3, 0, 4, 0];

    private static SpeechBackendOptions Options(Uri first, Uri second) =>
        new() { Url = first.ToString(), Model = "a", Fallbacks = { new SpeechFallbackOptions { Url = second.ToString(), Model = "b", Voices = { ["alloy"] = "bella" } } } };

    private static Task SpeakAsync(StandInExchange exchange) => exchange.RespondAsync(200, "audio/pcm", System.Text.Encoding.Latin1.GetString(Samples));

    [Theory]
    [InlineData("refuses the key", 401)]
    [InlineData("is busy", 429)]
    [InlineData("fails", 500)]
    [InlineData("has no such service", 404)]
    public async Task Speech_comes_from_the_next_server_when_the_first(string does, int status)
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(status, "application/json", $$$"""{"error":{"message":"{{{does}}}"}}""", "Retry-After: 60\r\n"));
        await using var second = StandInServer.Start(SpeakAsync);
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url));

        Assert.Equal(Samples, await AudioAsync(client));
        Assert.Contains("\"voice\":\"bella\"", System.Text.Encoding.UTF8.GetString(second.Seen[0].Body), StringComparison.Ordinal);
        Assert.Contains("\"model\":\"b\"", System.Text.Encoding.UTF8.GetString(second.Seen[0].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speech_comes_from_the_next_server_when_the_first_sends_garbage_or_nothing_or_is_not_there()
    {
        await using var second = StandInServer.Start(SpeakAsync);
        foreach (var bad in (Func<StandInExchange, Task>[])
        [
            x => x.RespondAsync(200, "text/html", "<html/>"),
            x => x.RespondAsync(200, "audio/mpeg", "ID3"),
            x => x.WriteRawAsync("GARBAGE\r\n\r\n"),
            x =>
            {
                x.Reset();
                return Task.CompletedTask;
            },
        ])
        {
            await using var first = StandInServer.Start(bad);
            using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url));
            Assert.Equal(Samples, await AudioAsync(client));
        }

        using var away = SpeechClients.TextToSpeech(Options(StandInServer.Nowhere(), second.Url));
        Assert.Equal(Samples, await AudioAsync(away));
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_and_the_next_speaks()
    {
        await using var first = StandInServer.Start(x => x.ClientGoneAsync());
        await using var second = StandInServer.Start(SpeakAsync);
        var time = new ManualTime();
        var options = Options(first.Url, second.Url);
        using var client = SpeechClients.TextToSpeech(options, time: time);

        var waiting = time.WaitedForAsync(options.Timeout);
        var speaking = AudioAsync(client);
        await waiting;
        time.Advance(options.Timeout);

        Assert.Equal(Samples, await speaking);
    }

    [Fact]
    public async Task What_was_heard_already_is_not_said_again_by_another()
    {
        await using var first = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(new byte[4800]);
            x.Reset();
        });
        await using var second = StandInServer.Start(SpeakAsync);
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url));

        var heard = 0;
        var failure = await Assert.ThrowsAsync<BackendException>(async () =>
        {
            await foreach (var update in client.GetStreamingAudioAsync("Hi"))
                heard += update.Contents.OfType<DataContent>().Sum(data => data.Data.Length);
        });

        Assert.Equal((BackendErrorCodes.CutOff, 4800), (failure.Code, heard));
        Assert.Empty(second.Seen);
    }

    [Fact]
    public async Task A_whole_answer_that_broke_off_was_heard_by_nobody_and_comes_from_the_next()
    {
        await using var first = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(new byte[4800]);
            x.Reset();
        });
        await using var second = StandInServer.Start(SpeakAsync);
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url));

        Assert.Equal(Samples, await AudioAsync(client));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_left_alone_and_then_tried_again()
    {
        var isWell = false;
        await using var first = StandInServer.Start(x => isWell ? SpeakAsync(x) : x.RespondAsync(500, "text/plain", "no"));
        await using var second = StandInServer.Start(SpeakAsync);
        var time = new ManualTime();
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url), time: time);

        for (var turn = 0; turn < 5; turn++)
            await AudioAsync(client);
        Assert.Equal((2, 5), (first.Seen.Count, second.Seen.Count));

        isWell = true;
        time.Advance(TimeSpan.FromSeconds(16));
        await AudioAsync(client);
        await AudioAsync(client);
        Assert.Equal((4, 5), (first.Seen.Count, second.Seen.Count));
    }

    [Fact]
    public async Task When_none_works_the_last_failure_is_told_and_then_that_none_does()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(500, "text/plain", "no"));
        await using var second = StandInServer.Start(x => x.RespondAsync(401, "text/plain", "no"));
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url), time: new ManualTime());

        Assert.Equal(BackendErrorCodes.Unauthorized, (await Assert.ThrowsAsync<BackendException>(() => AudioAsync(client))).Code);
        await Assert.ThrowsAsync<BackendException>(() => AudioAsync(client));
        var failure = await Assert.ThrowsAsync<BackendException>(() => AudioAsync(client));

        Assert.Equal(BackendErrorCodes.Unreachable, failure.Code);
        Assert.Equal("None of the 2 speech servers works at the moment; they are asked again within 15 s.", failure.Message);
    }

    [Fact]
    public async Task The_next_server_hears_the_whole_recording_and_maps_the_model_itself()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(500, "text/plain", "no"));
        await using var second = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"heard"}"""));
        var options = Options(first.Url, second.Url);
        options.Models["gpt-4o-transcribe"] = "large";
        using var client = SpeechClients.SpeechToText(options);
        using var wav = new MemoryStream("RIFF....WAVEdata"u8.ToArray());

        Assert.Equal("heard", (await client.GetTextAsync(wav, new SpeechToTextOptions { ModelId = "gpt-4o-transcribe" })).Text);

        var (asked, then) = (System.Text.Encoding.UTF8.GetString(first.Seen[0].Body), System.Text.Encoding.UTF8.GetString(second.Seen[0].Body));
        Assert.Contains("\r\n\r\nlarge\r\n", asked, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nb\r\n", then, StringComparison.Ordinal);
        Assert.Contains("RIFF....WAVEdata", then, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_asks_no_further_server()
    {
        await using var first = StandInServer.Start(x => x.ClientGoneAsync());
        await using var second = StandInServer.Start(SpeakAsync);
        using var client = SpeechClients.TextToSpeech(Options(first.Url, second.Url));
        using var stop = new CancellationTokenSource();
        var speaking = client.GetAudioAsync("Hi", null, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.Empty(second.Seen);
    }

    [Fact]
    public async Task Another_chat_model_answers_when_the_first_cannot_and_picks_its_own_model()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(500, "text/plain", "no"));
        await using var second = StandInServer.Start(x => x.StreamAsync(Say.Sse, Say.Content("Hello."), Say.Delta("{}", "stop"), Say.End));
        var options = Say.Options(first.Url);
        options.Provider = "openai";
        options.Fallbacks.Add(new ChatFallbackOptions { Url = second.Url.ToString(), Model = "spare" });
        await using var backend = new ChatBackend(options);

        Assert.Equal("Hello.", (await backend.Client.AllAsync(new ChatOptions { ModelId = "big" })).Text());

        Assert.Equal("big", (string?)first.Seen[0].Json["model"]);
        Assert.Equal("spare", (string?)second.Seen[0].Json["model"]);
    }

    [Fact]
    public async Task A_chat_answer_that_broke_off_is_not_begun_anew_by_another()
    {
        await using var first = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteAsync(Say.Content("Half an "));
            x.Reset();
        });
        using var client = new FailoverChatClient([new Backends.OpenAI.OpenAIChatClient(Say.Options(first.Url)), new ScriptedChatClient()]);

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.AllAsync());

        Assert.Equal(BackendErrorCodes.CutOff, failure.Code);
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_is_no_fault_of_the_server()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(400, "application/json", """{"error":{"message":"exceed_context_size_error"}}"""));
        using var client = new FailoverChatClient([new Backends.OpenAI.OpenAIChatClient(Say.Options(first.Url)), new ScriptedChatClient()]);

        Assert.Equal(BackendErrorCodes.ContextLengthExceeded, (await Assert.ThrowsAsync<BackendException>(() => client.AllAsync())).Code);
    }

    [Fact]
    public async Task A_fallback_has_models_of_its_own_for_the_names_that_clients_use()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(500, "text/plain", "no"));
        await using var second = StandInServer.Start(x => x.StreamAsync(Say.Sse, Say.Content("Hello."), Say.Delta("{}", "stop"), Say.End));
        var options = Say.Options(first.Url);
        (options.Provider, options.Model) = ("openai", "usual");
        options.Models["mini"] = "small";
        options.Fallbacks.Add(new ChatFallbackOptions { Url = second.Url.ToString(), Model = "spare", Models = { ["mini"] = "spare-small", ["grand"] = "spare-large" } });
        await using var backend = new ChatBackend(options, time: new ManualTime());

        foreach (var (asked, ofFirst, ofSecond) in new[] { ("mini", "small", "spare-small"), ("grand", "usual", "spare-large") })
        {
            Assert.True(options.Lists(asked));
            await backend.Client.AllAsync(new ChatOptions { ModelId = asked });
            Assert.Equal((ofFirst, ofSecond), ((string?)first.Seen[^1].Json["model"], (string?)second.Seen[^1].Json["model"]));
        }

        Assert.False(options.Lists("other"));
    }

    [Fact]
    public async Task A_fallback_has_times_of_its_own()
    {
        await using var first = StandInServer.Start(x => x.ClientGoneAsync());
        await using var second = StandInServer.Start(x => x.ClientGoneAsync());
        var time = new ManualTime();
        var options = Options(first.Url, second.Url);
        options.Fallbacks[0].Timeout = TimeSpan.FromSeconds(7);
        using var client = SpeechClients.TextToSpeech(options, time: time);

        var (ofFirst, ofSecond) = (time.WaitedForAsync(options.Timeout), time.WaitedForAsync(TimeSpan.FromSeconds(7)));
        var speaking = AudioAsync(client);
        await ofFirst;
        time.Advance(options.Timeout);
        await ofSecond;
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Contains("7 s", (await Assert.ThrowsAsync<BackendException>(() => speaking)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_numbers_of_a_fallback_stop_the_start()
    {
        var speech = new SpeechBackendOptions { Fallbacks = { new SpeechFallbackOptions { Url = "http://a", SampleRateHz = 0, Timeout = TimeSpan.Zero } } };
        Assert.Equal(
            ["Realtime:TextToSpeech:Fallbacks:0:Timeout is 00:00:00; set it to more than zero, as hours:minutes:seconds.",
             "Realtime:TextToSpeech:Fallbacks:0:SampleRateHz is 0; set it between 8000 and 192000."],
            speech.Validate("Realtime:TextToSpeech"));
        var chat = new ChatBackendOptions { Fallbacks = { new ChatFallbackOptions { Url = "http://a", Model = "m", IdleTimeout = TimeSpan.FromSeconds(-1) } } };
        Assert.Equal(["Realtime:Chat:Fallbacks:0:IdleTimeout is -00:00:01; set it to more than zero, as hours:minutes:seconds."], chat.Validate());
    }

    [Fact]
    public void Wrong_fallbacks_are_named()
    {
        var speech = new SpeechBackendOptions { Provider = "magic", Fallbacks = { new SpeechFallbackOptions { Url = "nowhere" } } };
        Assert.Equal(
            ["Realtime:TextToSpeech:Provider is \"magic\"; set it to openai or scripted.",
             "Realtime:TextToSpeech:Fallbacks:0:Url is \"nowhere\"; set it to an address such as http://localhost:8000."],
            speech.Validate("Realtime:TextToSpeech"));
        var chat = new ChatBackendOptions { Fallbacks = { new ChatFallbackOptions { Provider = "openai", Url = "http://a", Model = "" } } };
        Assert.Equal(["Realtime:Chat:Fallbacks:0:Model is missing; set it to a model the server has."], chat.Validate());
    }

    private static async Task<byte[]> AudioAsync(ITextToSpeechClient client)
    {
        var response = await client.GetAudioAsync("Hi", new TextToSpeechOptions { VoiceId = "alloy" });
        return response.Contents.OfType<DataContent>().Single().Data.ToArray();
    }
}
