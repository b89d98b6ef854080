using System.Buffers.Binary;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.OpenAI;

public sealed class OpenAITextToSpeechClientTests
{
    private static readonly byte[] Samples = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];

    private static OpenAITextToSpeechClient Client(Uri url, ManualTime? time = null, SpeechBackendOptions? options = null)
    {
        options ??= new SpeechBackendOptions();
        options.Url = url.ToString();
        return new OpenAITextToSpeechClient(options, time: time);
    }

    private static async Task<List<DataContent>> AllAsync(OpenAITextToSpeechClient client, TextToSpeechOptions? options = null)
    {
        var chunks = new List<DataContent>();
        await foreach (var update in client.GetStreamingAudioAsync("Hello.", options))
            chunks.AddRange(update.Contents.OfType<DataContent>());
        return chunks;
    }

    private static byte[] Bytes(IEnumerable<DataContent> chunks) => [.. chunks.SelectMany(c => c.Data.ToArray())];

    private static byte[] Wav(int rate, int channels = 1, uint? length = null)
    {
        var header = new byte[44 + 10];
        "RIFF\0\0\0\0WAVEfmt "u8.CopyTo(header);
        header[16] = 16;
        header[20] = 1;
        header[22] = (byte)channels;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), rate);
        header[34] = 16;
        "LIST\x02\0\0\0xx"u8.CopyTo(header.AsSpan(36));
        "data"u8.CopyTo(header.AsSpan(46));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(50), length ?? (uint)Samples.Length);
        return [.. header, .. Samples];
    }

    [Fact]
    public async Task The_first_bytes_are_given_before_the_rest_is_made()
    {
        var heard = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(Samples.AsMemory(0, 100));
            await heard.Task;
            await x.WriteAsync(Samples.AsMemory(100));
            await x.EndAsync();
        });
        using var client = Client(server.Url);
        var chunks = new List<DataContent>();

        await foreach (var update in client.GetStreamingAudioAsync("Hello."))
        {
            chunks.AddRange(update.Contents.OfType<DataContent>());
            heard.TrySetResult();
        }

        Assert.Equal(Samples, Bytes(chunks));
        Assert.All(chunks, c => Assert.Equal("audio/pcm;rate=24000", c.MediaType));
    }

    [Fact]
    public async Task Samples_are_whole_however_the_bytes_arrive()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("application/octet-stream");
            foreach (var part in Samples.Chunk(7))
                await x.WriteAsync(part);
            await x.WriteAsync(new byte[] { 9 });
            await x.EndAsync();
        });
        using var client = Client(server.Url);

        var chunks = await AllAsync(client);

        Assert.All(chunks, c => Assert.Equal(0, c.Data.Length % 2));
        Assert.Equal(Samples, Bytes(chunks));
    }

    [Fact]
    public async Task The_request_carries_voice_and_speed_and_nothing_that_others_servers_do_not_know()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync("audio/pcm", "ab"));
        var options = new SpeechBackendOptions { Model = "kokoro" };
        options.Voices["marin"] = "af_heart";
        using var client = Client(server.Url, options: options);

        await AllAsync(client, new TextToSpeechOptions { VoiceId = "Marin", Speed = 1.25f, Language = "en", AdditionalProperties = new() { ["session_id"] = "sess_1" } });
        await AllAsync(client, new TextToSpeechOptions { VoiceId = "other" });

        var sent = server.Seen[0].Json;
        Assert.Equal("/v1/audio/speech", server.Seen[0].Path);
        Assert.Equal(("kokoro", "Hello.", "af_heart", "pcm"), ((string?)sent["model"], (string?)sent["input"], (string?)sent["voice"], (string?)sent["response_format"]));
        Assert.Equal(["input", "model", "response_format", "speed", "voice"], sent.AsObject().Select(field => field.Key).Order());
        Assert.False(server.Seen[0].Headers.ContainsKey("X-Session-Id"));
        Assert.Equal(1.25, (double)sent["speed"]!, 3);
        Assert.Equal("other", (string?)server.Seen[1].Json["voice"]);
        Assert.Null(server.Seen[1].Json["speed"]);
    }

    [Fact]
    public async Task A_language_that_the_operator_sets_is_sent_to_any_server()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync("audio/pcm", "ab"));
        using var client = Client(server.Url, options: new SpeechBackendOptions { Language = "de" });
        await AllAsync(client, new TextToSpeechOptions { Language = "en" });
        Assert.Equal("de", (string?)server.Seen[0].Json["language"]);
        Assert.Null(server.Seen[0].Json["language_hint"]);
    }

    [Fact]
    public async Task The_worker_is_told_session_and_language_and_says_when_it_says_each_word()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(
            Say.Sse,
            "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AQID\"}\n\n",
            "data: {\"type\":\"speech.audio.words\",\"words\":[{\"word\":\"Hello\",\"start_ms\":10.5,\"end_ms\":400}]}\n\n",
            "data: {\"type\":\"speech.audio.later\"}\n\ndata: {\"type\":\"speech.audio.delta\",\"audio\":\"BAUG\"}\n\n",
            "data: {\"type\":\"speech.audio.done\"}\n\n"));
        using var client = Client(server.Url, options: new SpeechBackendOptions { IsWorker = true });
        var contents = new List<AIContent>();
        var options = new TextToSpeechOptions { Language = "zh", AdditionalProperties = new() { ["session_id"] = "sess_1" } };
        await foreach (var update in client.GetStreamingAudioAsync("Hello.", options))
            contents.AddRange(update.Contents);

        // A sample that is parted over two events is one sample.
        Assert.Equal([[1, 2], [3, 4, 5, 6]], contents.OfType<DataContent>().Select(data => data.Data.ToArray()));
        var word = contents[1].AdditionalProperties!;
        Assert.Equal(("Hello", 10.5, 400.0), ((string)word["word"]!, (double)word["start_ms"]!, (double)word["end_ms"]!));
        var sent = server.Seen[0];
        Assert.Equal(("sse", "zh", "sess_1"), ((string?)sent.Json["stream_format"], (string?)sent.Json["language_hint"], sent.Headers["X-Session-Id"]));
    }

    [Theory]
    [InlineData("data: {\"type\":\"speech.audio.delta\",\"audio\":\"AQID\"}\n\n", BackendErrorCodes.CutOff)]
    [InlineData("data: {\"type\":\"speech.audio.delta\",\"audio\":\"?\"}\n\n", BackendErrorCodes.Protocol)]
    [InlineData("data: {\"type\":\"speech.audio.words\",\"words\":[{\"word\":1}]}\n\n", BackendErrorCodes.Protocol)]
    [InlineData("data: {\"error\":{\"message\":\"x\"}}\n\n", BackendErrorCodes.Failed)]
    [InlineData("data: 7\n\n", BackendErrorCodes.Protocol)]
    public async Task Events_that_are_none_or_end_too_soon_are_a_failure(string events, string code)
    {
        await using var server = StandInServer.Start(x => x.StreamAsync(Say.Sse, events));
        using var client = Client(server.Url, options: new SpeechBackendOptions { IsWorker = true });
        Assert.Equal(code, (await Assert.ThrowsAsync<BackendException>(() => AllAsync(client))).Code);
    }

    [Theory]
    [InlineData(16000, null)]
    [InlineData(22050, 0xFFFFFFFFu)]
    [InlineData(48000, 0u)]
    public async Task A_wav_answer_says_its_own_rate(int rate, uint? length)
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            foreach (var part in Wav(rate, length: length).Chunk(3))
                await x.WriteAsync(part);
            await x.EndAsync();
        });
        using var client = Client(server.Url);

        var chunks = await AllAsync(client);

        Assert.Equal(Samples, Bytes(chunks));
        Assert.All(chunks, c => Assert.Equal($"audio/pcm;rate={rate}", c.MediaType));
    }

    [Fact]
    public async Task A_rate_in_the_type_counts()
    {
        await using var server = StandInServer.Start(x => x.StreamAsync("audio/pcm;rate=8000", "abcd"));
        using var client = Client(server.Url);

        Assert.Equal("audio/pcm;rate=8000", (await AllAsync(client))[0].MediaType);
        var whole = await client.GetAudioAsync("Hello.");
        Assert.Equal("abcd"u8.ToArray(), ((DataContent)whole.Contents.Single()).Data.ToArray());
    }

    [Fact]
    public async Task Stereo_is_refused()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/wav");
            await x.WriteAsync(Wav(24000, channels: 2));
            await x.EndAsync();
        });
        using var client = Client(server.Url);

        Assert.Equal(BackendErrorCodes.Protocol, (await Assert.ThrowsAsync<BackendException>(() => AllAsync(client))).Code);
    }

    [Theory]
    [InlineData(200, "application/json", """{"error":{"message":"no voice"}}""", BackendErrorCodes.Failed)]
    [InlineData(200, "text/html", "<html/>", BackendErrorCodes.Protocol)]
    [InlineData(200, "audio/mpeg", "ID3", BackendErrorCodes.Protocol)]
    [InlineData(400, "application/json", """{"error":{"message":"Unknown voice"}}""", BackendErrorCodes.Refused)]
    [InlineData(503, "application/json", """{"error":{"message":"Loading model"}}""", BackendErrorCodes.Overloaded)]
    public async Task A_bad_answer_is_a_failure(int status, string type, string body, string code)
    {
        await using var server = StandInServer.Start(x => x.RespondAsync(status, type, body));
        using var client = Client(server.Url);

        Assert.Equal(code, (await Assert.ThrowsAsync<BackendException>(() => AllAsync(client))).Code);
    }

    [Fact]
    public async Task A_connection_closed_in_the_middle_is_a_cut()
    {
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(Samples);
            x.Reset();
        });
        using var client = Client(server.Url);

        Assert.Equal(BackendErrorCodes.CutOff, (await Assert.ThrowsAsync<BackendException>(() => AllAsync(client))).Code);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        var time = new ManualTime();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(Samples);
            await x.ClientGoneAsync();
        });
        using var client = Client(server.Url, time);
        await using var chunks = client.GetStreamingAudioAsync("Hello.").GetAsyncEnumerator();
        Assert.True(await chunks.MoveNextAsync());

        var waiting = time.WaitedForAsync(TimeSpan.FromSeconds(30));
        var next = chunks.MoveNextAsync().AsTask();
        await waiting;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(BackendErrorCodes.Timeout, (await Assert.ThrowsAsync<BackendException>(() => next)).Code);
    }

    [Fact]
    public async Task Interrupting_closes_the_connection()
    {
        var gone = new TaskCompletionSource();
        await using var server = StandInServer.Start(async x =>
        {
            await x.BeginAsync("audio/pcm");
            await x.WriteAsync(Samples);
            await x.ClientGoneAsync();
            gone.SetResult();
        });
        using var client = Client(server.Url);

        await foreach (var _ in client.GetStreamingAudioAsync("Hello."))
            break;

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
