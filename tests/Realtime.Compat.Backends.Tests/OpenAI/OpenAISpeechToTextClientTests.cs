using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.OpenAI;

public sealed class OpenAISpeechToTextClientTests
{
    private static MemoryStream Wav() => new("RIFF....WAVE"u8.ToArray());

    private static OpenAISpeechToTextClient Client(Uri url, ManualTime? time = null) => new(new SpeechBackendOptions { Url = url.ToString(), Model = "tiny" }, time: time);

    private static async Task<List<SpeechToTextResponseUpdate>> AllAsync(OpenAISpeechToTextClient client)
    {
        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in client.GetStreamingTextAsync(Wav()))
            updates.Add(update);
        return updates;
    }

    [Fact]
    public async Task A_whole_transcript_comes_from_json()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"你好"}"""));
        using var client = Client(server.Url);
        var options = new SpeechToTextOptions { SpeechLanguage = "zh", AdditionalProperties = new() { ["prompt"] = "Names: Ann" } };

        Assert.Equal("你好", (await client.GetTextAsync(Wav(), options)).Text);

        var form = Encoding.UTF8.GetString(server.Seen[0].Body);
        Assert.Equal("/v1/audio/transcriptions", server.Seen[0].Path);
        Assert.Contains("name=\"file\"; filename=\"audio.wav\"", form, StringComparison.Ordinal);
        Assert.Contains("Content-Type: audio/wav", form, StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("model", "tiny"), ("language", "zh"), ("prompt", "Names: Ann"), ("response_format", "json") })
            Assert.Contains($"name=\"{name}\"\r\n\r\n{value}\r\n", form, StringComparison.Ordinal);
        Assert.DoesNotContain("stream", form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "whisper-1")]
    [InlineData(null, "gpt-4o-transcribe", "whisper-1")]
    [InlineData(null, "whisper-1", "whisper-1")]
    [InlineData(null, "large-v3", "large-v3")]
    [InlineData("small", "gpt-4o-transcribe", "small")]
    [InlineData("small", "large-v3", "small")]
    [InlineData("small", "mapped", "theirs")]
    public async Task A_model_that_is_not_listed_means_the_one_that_is_set_and_without_one_only_names_that_are_not_openai_s_are_passed_on(string? set, string? asked, string sent)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"yes"}"""));
        using var client = new OpenAISpeechToTextClient(new SpeechBackendOptions { Url = server.Url.ToString(), Model = set, Models = { ["mapped"] = "theirs" } });

        await client.GetTextAsync(new MemoryStream([1, 2]), new SpeechToTextOptions { ModelId = asked });

        Assert.Contains($"name=\"model\"\r\n\r\n{sent}\r\n", Encoding.UTF8.GetString(server.Seen[0].Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, "background")]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public async Task The_worker_alone_is_told_what_nobody_waits_for(bool isWorker, bool isBackground, string? told)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"yes"}"""));
        using var client = new OpenAISpeechToTextClient(new SpeechBackendOptions { Url = server.Url.ToString(), IsWorker = isWorker });

        await client.GetTextAsync(new MemoryStream([1, 2]), new SpeechToTextOptions { AdditionalProperties = isBackground ? Background.Properties() : [] });

        Assert.Equal(told, server.Seen.Single().Headers.GetValueOrDefault("X-Priority"));
    }

    [Theory]
    [InlineData(true, "sess_1")]
    [InlineData(false, null)]
    public async Task The_worker_alone_is_told_the_session_and_tells_the_language(bool isWorker, string? told)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Sse, "data: {\"type\":\"transcript.text.done\",\"text\":\"bonjour\",\"language\":\"fr\"}\n\n"));
        using var client = new OpenAISpeechToTextClient(new SpeechBackendOptions { Url = server.Url.ToString(), IsWorker = isWorker ? true : null });
        var options = new SpeechToTextOptions { AdditionalProperties = new() { ["session_id"] = "sess_1" } };
        List<SpeechToTextResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingTextAsync(new MemoryStream([1, 2]), options))
            updates.Add(update);

        Assert.Equal("fr", updates.Single().AdditionalProperties!["language"]);
        Assert.Equal(told, server.Seen.Single().Headers.GetValueOrDefault("X-Session-Id"));
    }

    [Fact]
    public async Task Our_worker_is_asked_to_take_the_noise_out_and_gets_the_recording_as_it_is()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"yes"}"""));
        using var client = new OpenAISpeechToTextClient(new SpeechBackendOptions(), () => server.Url);
        var wav = NoisyWav();

        await client.GetTextAsync(new MemoryStream(wav), FarField());

        Assert.Contains("name=\"noise_reduction\"\r\n\r\nfar_field\r\n", Encoding.UTF8.GetString(server.Seen[0].Body), StringComparison.Ordinal);
        Assert.True(server.Seen[0].Body.AsSpan().IndexOf(wav) > 0);
    }

    [Fact]
    public async Task For_any_other_server_the_noise_is_taken_out_here()
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"yes"}"""));
        using var client = Client(server.Url);
        var wav = NoisyWav();

        await client.GetTextAsync(new MemoryStream(wav), FarField());

        var body = server.Seen[0].Body;
        Assert.DoesNotContain("noise_reduction", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        var noisy = WavReader.ReadMono(wav);
        var expected = WavWriter.ToBytes(UtteranceNoise.Reduce(noisy.Samples.Span, noisy.SampleRateHz, NoiseReductionStrength.Strong), UtteranceNoise.RateHz);
        Assert.True(body.AsSpan().IndexOf(expected) > 0);
        Assert.NotEqual(UtteranceNoise.ToRate(noisy.Samples.Span, noisy.SampleRateHz), WavReader.ReadMono(expected).Samples.ToArray());
    }

    private static SpeechToTextOptions FarField() => new() { AdditionalProperties = new() { ["noise_reduction"] = "far_field" } };

    /// <summary>Two seconds of a tone that comes and goes, in white noise, at 24 kHz.</summary>
    private static byte[] NoisyWav()
    {
        var random = new Random(1);
        return WavWriter.ToBytes([.. Enumerable.Range(0, 48_000).Select(i => 0.05f * (2 * random.NextSingle() - 1) + (i % 24_000 < 12_000 ? 0.2f * MathF.Sin(i / 12.7f) : 0))], 24_000);
    }

    [Fact]
    public async Task A_stream_gives_deltas_and_then_the_whole()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteByteByByteAsync(
                "event: transcript.text.delta\ndata: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello \"}\n\n"
                + "data: {\"type\":\"transcript.text.delta\",\"delta\":\"世界\"}\n\ndata: {\"type\":\"other\"}\n\n"
                + "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello 世界.\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}}\n\n");
            await x.EndAsync();
        });
        using var client = Client(server.Url);

        var updates = await AllAsync(client);

        Assert.Equal(["Hello ", "世界"], updates.Where(u => u.Kind == SpeechToTextResponseUpdateKind.TextUpdating).Select(u => u.Text));
        Assert.Equal((SpeechToTextResponseUpdateKind.TextUpdated, "Hello 世界."), (updates[^1].Kind, updates[^1].Text));
        Assert.Equal(5, updates[^1].Contents.OfType<UsageContent>().Single().Details.TotalTokenCount);
        Assert.Contains("name=\"stream\"\r\n\r\ntrue", Encoding.UTF8.GetString(server.Seen[0].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_probabilities_are_asked_for_and_given_with_their_text()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync(Say.Sse);
            await x.WriteByteByByteAsync(
                "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hi\",\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105]}]}\n\n"
                + "data: {\"type\":\"transcript.text.done\",\"text\":\"Hi\",\"logprobs\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105]}]}\n\n");
            await x.EndAsync();
        });
        using var client = Client(server.Url);
        var options = new SpeechToTextOptions { AdditionalProperties = new() { ["include"] = new[] { "logprobs" } } };
        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in client.GetStreamingTextAsync(Wav(), options))
            updates.Add(update);

        Assert.All(updates, update => Assert.Equal(-0.5, ((JsonElement)update.AdditionalProperties!["logprobs"]!)[0].GetProperty("logprob").GetDouble()));
        Assert.Equal(2, updates.Count);
        Assert.Contains("name=\"include[]\"\r\n\r\nlogprobs\r\n", Encoding.UTF8.GetString(server.Seen[0].Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{"text":"Hello."}""")]
    [InlineData("text/plain; charset=utf-8", "Hello.\n")]
    public async Task A_server_that_does_not_stream_gives_the_whole(string type, string body)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(200, type, body));
        using var client = Client(server.Url);

        var update = Assert.Single(await AllAsync(client));

        Assert.Equal((SpeechToTextResponseUpdateKind.TextUpdated, "Hello."), (update.Kind, update.Text));
    }

    [Theory]
    [InlineData("", BackendErrorCodes.CutOff)]
    [InlineData("data: {\"type\":\"error\",\"error\":{\"message\":\"boom\"}}\n\n", BackendErrorCodes.Failed)]
    [InlineData("data: {bad\n\n", BackendErrorCodes.Protocol)]
    public async Task A_stream_that_ends_badly_is_a_failure(string end, string code)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Sse, "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\n" + end));
        using var client = Client(server.Url);

        Assert.Equal(code, (await Assert.ThrowsAsync<BackendException>(() => AllAsync(client))).Code);
    }

    [Theory]
    [InlineData(200, "application/json", """{"error":{"message":"no such model"}}""", BackendErrorCodes.Failed)]
    [InlineData(200, "application/json", """{"words":[]}""", BackendErrorCodes.Protocol)]
    [InlineData(200, "text/html", "<html/>", BackendErrorCodes.Protocol)]
    [InlineData(500, "text/plain", "boom", BackendErrorCodes.Failed)]
    [InlineData(413, "text/html", "<html>too large</html>", BackendErrorCodes.Refused)]
    public async Task A_bad_answer_is_a_failure(int status, string type, string body, string code)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(status, type, body));
        using var client = Client(server.Url);

        Assert.Equal(code, (await Assert.ThrowsAsync<BackendException>(() => client.GetTextAsync(Wav()))).Code);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(x => x.ClientGoneAsync());
        using var client = Client(server.Url, time);

        var waiting = time.WaitedForAsync(TimeSpan.FromSeconds(30));
        var answer = client.GetTextAsync(Wav());
        await waiting;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(BackendErrorCodes.Timeout, (await Assert.ThrowsAsync<BackendException>(() => answer)).Code);
    }

    [Fact]
    public async Task The_address_is_asked_for_at_every_call()
    {
        await using var first = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"one"}"""));
        await using var second = StandInServer.Start(x => x.RespondAsync(200, "application/json", """{"text":"two"}"""));
        Uri? url = null;
        using var client = new OpenAISpeechToTextClient(new SpeechBackendOptions(), () => url);

        var failure = await Assert.ThrowsAsync<BackendException>(() => client.GetTextAsync(Wav()));
        Assert.Equal((BackendErrorCodes.Unreachable, "The speech worker is not running."), (failure.Code, failure.Message));
        Assert.Equal(BackendState.Down, (await client.ProbeAsync()).State);
        url = first.Url;
        Assert.Equal("one", (await client.GetTextAsync(Wav())).Text);
        url = second.Url;
        Assert.Equal("two", (await client.GetTextAsync(Wav())).Text);
    }

    [Theory]
    [InlineData(200, 404, BackendState.Ready)]
    [InlineData(503, 200, BackendState.Starting)]
    [InlineData(404, 200, BackendState.Ready)]
    [InlineData(404, 404, BackendState.Ready)]
    [InlineData(404, 401, BackendState.Down)]
    [InlineData(500, 200, BackendState.Down)]
    public async Task A_probe_asks_health_and_then_models(int health, int models, BackendState state)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(x.Path == "/health" ? health : models, "application/json", "{}"));
        using var client = Client(server.Url);

        Assert.Equal(state, (await client.ProbeAsync()).State);
    }
}
