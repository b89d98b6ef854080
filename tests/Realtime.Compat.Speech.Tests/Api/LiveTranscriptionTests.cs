using System.Net.WebSockets;
using System.Text;
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

    private sealed class Call(ClientWebSocket socket) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public static async Task<Call> OpenAsync(Worker worker, string query = "")
        {
            var socket = new ClientWebSocket();
            var address = new UriBuilder(worker.Client.BaseAddress!) { Scheme = "ws", Path = "/v1/audio/transcriptions/stream", Query = query };
            await socket.ConnectAsync(address.Uri, default);
            return new Call(socket);
        }

        public Task SpeakAsync(double seconds) => SendAsync(Pcm(seconds, RateHz));

        public Task SendAsync(ReadOnlyMemory<byte> pcm) => socket.SendAsync(pcm, WebSocketMessageType.Binary, true, default).AsTask();

        public Task EndAsync() => SendAsync(default);

        public async Task<(string Type, string Text)> NextAsync() => (await NextOrNullAsync())!.Value;

        public async Task<(string Type, string Text)?> NextOrNullAsync()
        {
            if (await MessageAsync() is not { } message) return null;
            return (message.GetProperty("type").GetString()!, message.GetProperty(message.TryGetProperty("delta", out _) ? "delta" : "text").GetString()!);
        }

        public async Task<JsonElement?> MessageAsync()
        {
            var block = new byte[64 << 10];
            var received = await socket.ReceiveAsync(block, default).WaitAsync(Patience);
            return received.MessageType == WebSocketMessageType.Close ? null : JsonDocument.Parse(Encoding.UTF8.GetString(block, 0, received.Count)).RootElement;
        }

        public void Dispose() => socket.Dispose();
    }
}
