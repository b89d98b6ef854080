using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class LiveTranscriptionTests
{
    private const int RateHz = 24_000;

    [Fact]
    public async Task Words_on_which_two_passes_agree_come_while_the_speaker_speaks()
    {
        // What the engine hears in the first second, the second, and at the end.
        await using var worker = await StartAsync(new ScriptedRecognizer("the whether", "the weather is", "the weather is nice today"));
        using var call = await Call.OpenAsync(worker);

        await call.SpeakAsync(seconds: 1);
        await call.SpeakAsync(seconds: 1);
        Assert.Equal(("transcript.text.delta", "the"), await call.NextAsync());
        await call.EndAsync();

        Assert.Equal(("transcript.text.delta", " weather is nice today"), await call.NextAsync());
        Assert.Equal(("transcript.text.done", "the weather is nice today"), await call.NextAsync());
        Assert.Null(await call.NextOrNullAsync());
    }

    [Fact]
    public async Task What_was_given_out_stays_when_the_last_pass_contradicts_it()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("a man", "a man came", "the man"));
        using var call = await Call.OpenAsync(worker);
        await call.SpeakAsync(seconds: 1);
        await call.SpeakAsync(seconds: 1);
        Assert.Equal(("transcript.text.delta", "a"), await call.NextAsync());

        await call.EndAsync();

        Assert.Equal(("transcript.text.done", "the man"), await call.NextAsync());
    }

    [Fact]
    public async Task Samples_may_be_parted_anywhere_and_all_of_them_are_heard()
    {
        var engine = new ScriptedRecognizer("hello");
        await using var worker = await StartAsync(engine);
        using var call = await Call.OpenAsync(worker, "?rate=16000");
        var pcm = Pcm(seconds: 0.5, 16_000);

        for (var i = 0; i < pcm.Length; i += 777) await call.SendAsync(pcm.AsMemory(i, Math.Min(777, pcm.Length - i)));
        await call.EndAsync();

        Assert.Equal(("transcript.text.delta", "hello"), await call.NextAsync());
        Assert.InRange(Assert.Single(engine.Lengths), 7_500, 8_000);
    }

    [Fact]
    public async Task An_engine_that_fails_is_an_error_message_and_a_close()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x") { FailsAt = 0 });
        using var call = await Call.OpenAsync(worker);
        await call.SpeakAsync(seconds: 1);
        await call.EndAsync();

        Assert.Equal("The scripted engine failed.", (await call.MessageAsync())!.Value.GetProperty("error").GetProperty("message").GetString());
        Assert.Null(await call.NextOrNullAsync());
    }

    [Fact]
    public async Task An_utterance_that_never_ends_is_cut_off()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x"), "--Speech:MaxAudioSeconds=2");
        using var call = await Call.OpenAsync(worker);
        for (var i = 0; i < 4; i++) await call.SpeakAsync(seconds: 1);

        JsonElement? message;
        do message = await call.MessageAsync();
        while (!message!.Value.TryGetProperty("error", out _));
        Assert.Equal("audio_too_long", message.Value.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("?rate=1", 400)]
    [InlineData("?language=zh", 400)]
    public async Task What_cannot_be_done_is_refused_before_the_socket_opens(string query, int status)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x"));

        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => Call.OpenAsync(worker, query));

        Assert.Contains($"'{status}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_pause_all_words_so_far_can_be_asked_for_and_the_utterance_goes_on()
    {
        var engine = new ScriptedRecognizer("I would like", "I would like a table");
        await using var worker = await StartAsync(engine);
        using var call = await Call.OpenAsync(worker);
        await call.SpeakAsync(seconds: 0.4);
        await call.FlushAsync();
        Assert.Equal(("transcript.text.snapshot", "I would like"), await call.NextAsync());
        await call.FlushAsync();
        Assert.Equal(("transcript.text.snapshot", "I would like"), await call.NextAsync());
        // Nothing new was heard, so nothing was heard again.
        Assert.Single(engine.Lengths);

        await call.SpeakAsync(seconds: 0.4);
        await call.EndAsync();
        Assert.Equal(("transcript.text.delta", "I would like a table"), await call.NextAsync());
        var done = (await call.MessageAsync())!.Value;
        Assert.Equal(("I would like a table", "en"), (done.GetProperty("text").GetString(), done.GetProperty("language").GetString()));
        Assert.InRange(engine.Lengths[1], 12_700, 12_800);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("""{"type":"transcript.other"}""")]
    [InlineData("""["transcript.flush"]""")]
    [InlineData("""{"type":7}""")]
    public async Task Any_other_text_message_is_an_error_and_a_close(string text)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x"));
        using var call = await Call.OpenAsync(worker);
        await call.SayAsync(text);

        Assert.Contains("transcript.flush", (await call.MessageAsync())!.Value.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Null(await call.NextOrNullAsync());
    }

    [Fact]
    public async Task Many_words_to_expect_fit_the_address()
    {
        var engine = new ScriptedRecognizer("x");
        await using var worker = await StartAsync(engine);
        using var call = await Call.OpenAsync(worker, "?prompt=" + Uri.EscapeDataString(string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"名字 {i}"))));
        await call.SpeakAsync(seconds: 0.3);
        await call.FlushAsync();
        await call.NextAsync();
        Assert.Equal(1000, engine.Hints.Single().HotWords.Count);
    }

    [Fact]
    public async Task A_peer_that_goes_without_a_word_leaves_nothing_to_be_worked_out()
    {
        var engine = new ScriptedRecognizer("x");
        await using var worker = await StartAsync(engine, "--Speech:MaxLiveTranscriptions=1");
        using (var call = await Call.OpenAsync(worker))
        {
            await call.SpeakAsync(seconds: 0.3);
            call.Abort();
        }

        // Its place is free again once it is over.
        while (true)
        {
            try
            {
                using var next = await Call.OpenAsync(worker);
                break;
            }
            catch (WebSocketException refused) when (refused.Message.Contains("'429'", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }

        Assert.Empty(engine.Lengths);
    }

    [Fact]
    public async Task Health_says_whether_the_engine_follows_speech_by_itself()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x"));
        var health = await Worker.JsonAsync(await worker.Client.GetAsync("/health"));
        Assert.Equal("/v1/audio/transcriptions/stream", health.GetProperty("live_transcription").GetString());
        Assert.False(health.GetProperty("follows_speech").GetBoolean());
    }

    [Fact]
    public async Task A_full_house_answers_429()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("x"), "--Speech:MaxLiveTranscriptions=1");
        using var first = await Call.OpenAsync(worker);

        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => Call.OpenAsync(worker));

        Assert.Contains("'429'", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Worker> StartAsync(ISpeechRecognizer engine, params string[] settings) =>
        Worker.StartAsync(settings, services => services.RemoveAll<ISpeechRecognizer>().AddSingleton(engine));

    private static byte[] Pcm(double seconds, int rateHz)
    {
        var samples = Sound.Tone(seconds, rateHz);
        var pcm = new byte[samples.Length * 2];
        Pcm16.FromFloat(samples, pcm);
        return pcm;
    }

    private sealed class Call(LiveCall call) : IDisposable
    {
        public static async Task<Call> OpenAsync(Worker worker, string query = "") => new(await LiveCall.OpenAsync(worker, query));

        public Task SpeakAsync(double seconds) => SendAsync(Pcm(seconds, RateHz));

        public Task SendAsync(ReadOnlyMemory<byte> pcm) => call.SendAsync(pcm);

        public Task SayAsync(string text) => call.SayAsync(text);

        public Task FlushAsync() => SayAsync("""{"type":"transcript.flush"}""");

        public Task EndAsync() => SendAsync(default);

        public async Task<(string Type, string Text)> NextAsync() => (await NextOrNullAsync())!.Value;

        public async Task<(string Type, string Text)?> NextOrNullAsync()
        {
            if (await MessageAsync() is not { } message) return null;
            return (message.GetProperty("type").GetString()!, message.GetProperty(message.TryGetProperty("delta", out _) ? "delta" : "text").GetString()!);
        }

        public Task<JsonElement?> MessageAsync() => call.MessageAsync();

        public void Abort() => call.Abort();

        public void Dispose() => call.Dispose();
    }
}
