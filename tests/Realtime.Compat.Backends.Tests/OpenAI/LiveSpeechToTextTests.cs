using System.Net.WebSockets;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.OpenAI.Live;
using Realtime.Compat.Backends.Tests.StandIn;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Backends.Tests.OpenAI;

public sealed class LiveSpeechToTextTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly SpeechToTextOptions Wishes = new()
    {
        SpeechSampleRate = 8000,
        SpeechLanguage = "en",
        AdditionalProperties = new AdditionalPropertiesDictionary { ["session_id"] = "sess_1", ["prompt"] = "Ann & Bob" },
    };

    [Fact]
    public async Task Audio_goes_out_as_it_comes_and_words_come_back_while_it_does()
    {
        await using var server = Worker(async worker =>
        {
            await worker.UntilHeardAsync(640);
            await worker.DeltaAsync("what time");
            await worker.UntilFlushAsync();
            Assert.Equal(960, worker.Heard);
            await worker.SnapshotAsync("what time is it");
            await worker.UntilFlushAsync();
            await worker.SnapshotAsync("what time is it in Rome");
            await worker.UntilGoneAsync();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        Assert.True(utterance.TryAdd(new byte[320]));
        Assert.True(utterance.TryAdd(new byte[320]));
        await using var words = utterance.WordsAsync(default).GetAsyncEnumerator();
        Assert.True(await words.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal("what time", words.Current);

        Assert.True(utterance.TryAdd(new byte[320]));
        var first = await utterance.TranscribeAsync(default).WaitAsync(Patience);
        Assert.Equal(("what time is it", "en"), (first.Text, first.AdditionalProperties!["language"]));
        Assert.True(utterance.TryAdd(new byte[2]));
        Assert.Equal("what time is it in Rome", (await utterance.TranscribeAsync(default).WaitAsync(Patience)).Text);

        var handshake = server.Seen.Single(x => x.Headers.ContainsKey("Sec-WebSocket-Key"));
        Assert.Equal("/v1/audio/transcriptions/stream?rate=8000&language=en&prompt=Ann%20%26%20Bob", handshake.Path);
        Assert.Equal("sess_1", handshake.Headers["X-Session-Id"]);
    }

    [Fact]
    public async Task An_utterance_that_is_dropped_closes_its_socket_without_asking_for_the_rest()
    {
        var gone = new TaskCompletionSource();
        await using var server = Worker(async worker =>
        {
            await worker.DeltaAsync("what");
            await worker.UntilGoneAsync();
            gone.SetResult();
        });
        using var client = Client(server.Url);
        var utterance = await BeginAsync(client);
        utterance.TryAdd(new byte[320]);
        await using var words = utterance.WordsAsync(default).GetAsyncEnumerator();
        Assert.True(await words.MoveNextAsync().AsTask().WaitAsync(Patience));
        var waiting = utterance.TranscribeAsync(default);
        utterance.Dispose();

        await gone.Task.WaitAsync(Patience);
        Assert.False(utterance.TryAdd(new byte[2]));
        await Assert.ThrowsAsync<BackendException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<BackendException>(() => words.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_utterance_loses_it_and_says_so()
    {
        await using var server = StandInServer.Start(async x =>
        {
            if (await TryHealthAsync(x))
                return;
            using var socket = await x.AcceptWebSocketAsync();
            await new StandInWorker(socket).UntilHeardAsync(320);
            x.Reset();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        utterance.TryAdd(new byte[320]);

        Assert.Equal(BackendErrorCodes.CutOff, (await Assert.ThrowsAsync<BackendException>(() => WordsAsync(utterance))).Code);
        Assert.False(utterance.TryAdd(new byte[320]));
        Assert.Equal(BackendErrorCodes.CutOff, (await Assert.ThrowsAsync<BackendException>(() => utterance.TranscribeAsync(default))).Code);
    }

    [Theory]
    [InlineData("garbage", BackendErrorCodes.Protocol)]
    [InlineData("[1]", BackendErrorCodes.Protocol)]
    [InlineData("""{"type":7}""", BackendErrorCodes.Protocol)]
    [InlineData("""{"type":"transcript.text.delta","delta":[]}""", BackendErrorCodes.Protocol)]
    [InlineData("""{"type":"transcript.text.snapshot"}""", BackendErrorCodes.Protocol)]
    [InlineData("""{"error":{"message":"The engine failed.","type":"server_error"}}""", BackendErrorCodes.Failed)]
    public async Task Garbage_and_errors_lose_the_utterance(string message, string code)
    {
        await using var server = Worker(async worker =>
        {
            await worker.UntilHeardAsync(320);
            await worker.SayAsync(message);
            await worker.UntilGoneAsync();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        utterance.TryAdd(new byte[320]);
        Assert.Equal(code, (await Assert.ThrowsAsync<BackendException>(() => WordsAsync(utterance))).Code);
    }

    [Fact]
    public async Task What_a_later_worker_says_beside_is_passed_over()
    {
        await using var server = Worker(async worker =>
        {
            await worker.SayAsync("""{"type":"transcript.text.speaker","speaker":1}""");
            await worker.DeltaAsync("hello");
            await worker.UntilGoneAsync();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        await using var words = utterance.WordsAsync(default).GetAsyncEnumerator();
        Assert.True(await words.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal("hello", words.Current);
    }

    [Fact]
    public async Task A_message_without_an_end_is_given_up()
    {
        await using var server = StandInServer.Start(async x =>
        {
            if (await TryHealthAsync(x))
                return;
            using var socket = await x.AcceptWebSocketAsync();
            var piece = new byte[64 * 1024];
            try
            {
                while (true)
                    await socket.SendAsync(piece.AsMemory(), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // Given up.
            }
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        Assert.Equal(BackendErrorCodes.Protocol, (await Assert.ThrowsAsync<BackendException>(() => WordsAsync(utterance))).Code);
    }

    [Fact]
    public async Task A_worker_that_stalls_never_holds_its_caller_up_and_is_given_up_at_ten_seconds_of_audio()
    {
        var opened = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            if (await TryHealthAsync(x))
                return;
            // The handshake is never answered.
            opened.SetResult();
            await x.ClientGoneAsync();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        await opened.Task.WaitAsync(Patience);

        // 20 ms at 8 kHz, 320 bytes.
        var taken = 0;
        while (utterance.TryAdd(new byte[320]))
            taken++;
        Assert.Equal(500, taken);
        Assert.Equal(BackendErrorCodes.Overloaded, (await Assert.ThrowsAsync<BackendException>(() => WordsAsync(utterance))).Code);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_three_seconds_and_no_longer()
    {
        var time = new ManualTime();
        await using var server = Worker(worker => worker.UntilGoneAsync());
        using var client = Client(server.Url, time: time);
        using var utterance = await BeginAsync(client);
        utterance.TryAdd(new byte[320]);
        var answer = utterance.TranscribeAsync(default);
        await time.WaitedForAsync(LiveUtterance.LongestAnswer);
        time.Advance(LiveUtterance.LongestAnswer);

        Assert.Equal(BackendErrorCodes.Timeout, (await Assert.ThrowsAsync<BackendException>(() => answer.WaitAsync(Patience))).Code);
        Assert.False(utterance.TryAdd(new byte[320]));
    }

    [Fact]
    public async Task A_question_whose_asker_left_does_not_answer_the_next()
    {
        var asked = new TaskCompletionSource();
        await using var server = Worker(async worker =>
        {
            await worker.UntilFlushAsync();
            asked.SetResult();
            await worker.UntilFlushAsync();
            await worker.SnapshotAsync("first");
            await worker.SnapshotAsync("second");
            await worker.UntilGoneAsync();
        });
        using var client = Client(server.Url);
        using var utterance = await BeginAsync(client);
        using var leaves = new CancellationTokenSource();
        var first = utterance.TranscribeAsync(leaves.Token);
        await asked.Task.WaitAsync(Patience);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal("second", (await utterance.TranscribeAsync(default).WaitAsync(Patience)).Text);
    }

    [Theory]
    [InlineData("""{"live_transcription":"/v1/audio/transcriptions/stream","follows_speech":true}""", LiveTranscription.Auto, true)]
    [InlineData("""{"live_transcription":"/v1/audio/transcriptions/stream","follows_speech":false}""", LiveTranscription.Auto, false)]
    [InlineData("""{"live_transcription":"/v1/audio/transcriptions/stream","follows_speech":false}""", LiveTranscription.Always, true)]
    [InlineData("""{"status":"ok"}""", LiveTranscription.Always, false)]
    [InlineData("""[]""", LiveTranscription.Always, false)]
    public async Task It_is_offered_when_the_worker_says_so(string health, LiveTranscription wanted, bool isOffered)
    {
        var told = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            await x.RespondAsync(200, "application/json", health);
            told.TrySetResult();
        });
        using var client = Client(server.Url, wanted);
        var live = Live(client)!;
        Assert.False(live.IsOffered);
        await told.Task.WaitAsync(Patience);
        if (isOffered)
        {
            while (!live.IsOffered)
                await Task.Yield();
        }
        else
        {
            // Another question, answered after the first: by then the first is known.
            await client.ProbeAsync();
            Assert.False(live.IsOffered);
        }
    }

    [Fact]
    public void Nobody_else_s_server_and_nobody_who_does_not_want_it_is_asked()
    {
        using var foreign = new OpenAISpeechToTextClient(new SpeechBackendOptions { Url = "http://127.0.0.1:1" });
        using var unwanted = new OpenAISpeechToTextClient(new SpeechBackendOptions { Live = LiveTranscription.Never });
        Assert.Null(Live(foreign));
        Assert.Null(Live(unwanted));
    }

    private static async Task<bool> TryHealthAsync(StandInExchange exchange)
    {
        if (exchange.Path != "/health")
            return false;
        await exchange.RespondAsync(200, "application/json", StandInWorker.Health);
        return true;
    }

    private static StandInServer Worker(Func<StandInWorker, Task> serve) => StandInServer.Start(async x =>
    {
        if (await TryHealthAsync(x))
            return;
        using var socket = await x.AcceptWebSocketAsync();
        await serve(new StandInWorker(socket));
    });

    private static OpenAISpeechToTextClient Client(Uri url, LiveTranscription live = LiveTranscription.Auto, ManualTime? time = null) =>
        new(new SpeechBackendOptions { Url = url.ToString(), IsWorker = true, Live = live }, time: time);

    private static ILiveSpeechToText? Live(ISpeechToTextClient client) => client.GetService<ILiveSpeechToText>();

    private static async Task<ILiveUtterance> BeginAsync(OpenAISpeechToTextClient client)
    {
        var live = Live(client)!;
        while (!live.IsOffered)
            await Task.Yield();
        return live.Begin(Wishes);
    }

    private static async Task WordsAsync(ILiveUtterance utterance)
    {
        await foreach (var _ in utterance.WordsAsync(default).WithCancellation(default))
        {
            // Only the end counts.
        }
    }
}
