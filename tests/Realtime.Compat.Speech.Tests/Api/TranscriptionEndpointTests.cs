using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class TranscriptionEndpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_default_answer_is_text_and_whole_seconds()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("hello world"));

        var answer = await Worker.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1.2), fields: ("model", "whisper-1")));

        Assert.Equal("""{"text":"hello world","usage":{"type":"duration","seconds":2}}""", answer.GetRawText());
    }

    [Fact]
    public async Task Text_is_plain()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("hello world"));

        using var response = await worker.TranscribeAsync(Sound.Wav(1), fields: ("response_format", "text"));

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("hello world\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Verbose_json_has_segments_and_on_request_words()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one two", "three"));

        var answer = await Worker.JsonAsync(await worker.TranscribeAsync(
            TwoUtterances(), "speech.wav", ("response_format", "verbose_json"), ("timestamp_granularities[]", "word"), ("timestamp_granularities[]", "segment")));

        Assert.Equal("transcribe", answer.GetProperty("task").GetString());
        Assert.Equal("english", answer.GetProperty("language").GetString());
        Assert.Equal(28.5, answer.GetProperty("duration").GetDouble(), 2);
        Assert.Equal("one two three", answer.GetProperty("text").GetString());
        var segments = answer.GetProperty("segments").EnumerateArray().ToArray();
        Assert.Equal(["one two", "three"], segments.Select(segment => segment.GetProperty("text").GetString()));
        Assert.Equal(-0.5, segments[0].GetProperty("avg_logprob").GetDouble());
        Assert.Equal(segments[0].GetProperty("end").GetDouble(), segments[1].GetProperty("start").GetDouble());
        var words = answer.GetProperty("words").EnumerateArray().ToArray();
        Assert.Equal(["one", "two", "three"], words.Select(word => word.GetProperty("word").GetString()));
        Assert.Equal(segments[1].GetProperty("start").GetDouble(), words[2].GetProperty("start").GetDouble());
    }

    [Fact]
    public async Task Hanging_up_stops_before_the_next_utterance_and_frees_the_place()
    {
        using var hold = new ManualResetEventSlim();
        var engine = new ScriptedRecognizer("one", "two", "three") { Hold = hold };
        await using var worker = await StartAsync(engine, "--Speech:RecognitionThreads=1");
        using var hangsUp = new CancellationTokenSource();
        var form = new MultipartFormDataContent { { new ByteArrayContent(Sound.Wav(58)), "file", "speech.wav" } };
        var call = worker.Client.PostAsync("/v1/audio/transcriptions", form, hangsUp.Token);
        await engine.Begun.Task.WaitAsync(Patience);

        await hangsUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        // The place is free while the engine is still in its utterance.
        await worker.IdleAsync("speech_to_text").WaitAsync(Patience);
        Assert.Single(engine.Lengths);
        hold.Set();

        // On the one thread of the engine, after all that the other had left there.
        await worker.TranscribeAsync(Sound.Wav(1));
        Assert.Equal(2, engine.Lengths.Count);
    }

    [Fact]
    public async Task A_stream_gives_each_utterance_as_it_is_heard_and_the_deltas_join_to_the_text()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one two", "three"));

        using var response = await worker.TranscribeAsync(TwoUtterances(), fields: ("stream", "true"));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """
            data: {"type":"transcript.text.delta","delta":"one two"}

            data: {"type":"transcript.text.delta","delta":" three"}

            data: {"type":"transcript.text.done","text":"one two three","language":"en","usage":{"type":"duration","seconds":29}}


            """,
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_engine_that_fails_in_mid_stream_ends_it_with_an_error_event()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one") { FailsAt = 1 });

        using var response = await worker.TranscribeAsync(TwoUtterances(), fields: ("stream", "true"));

        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, events.Length);
        Assert.Equal(
            "The scripted engine failed.",
            JsonDocument.Parse(events[1]["data: ".Length..]).RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_engine_that_fails_at_once_is_a_500_and_the_next_request_is_served()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one") { FailsAt = 0 });

        using var response = await worker.TranscribeAsync(Sound.Wav(1));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("server_error", (await Worker.ErrorAsync(response)).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await worker.Client.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(24_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public async Task Any_rate_arrives_at_the_engine_as_16_kHz(int rateHz)
    {
        var engine = new ScriptedRecognizer("one");
        await using var worker = await StartAsync(engine);

        await Worker.JsonAsync(await worker.TranscribeAsync(Sound.Wav(2, rateHz)));

        Assert.Equal(32_000, Assert.Single(engine.Lengths), 400.0);
    }

    [Fact]
    public async Task Raw_samples_are_taken_as_24_kHz()
    {
        var engine = new ScriptedRecognizer("one");
        await using var worker = await StartAsync(engine);
        var wav = Sound.Wav(2, 24_000);

        var answer = await Worker.JsonAsync(await worker.TranscribeAsync(wav[WavWriter.HeaderLength..], "speech.pcm"));

        Assert.Equal("one", answer.GetProperty("text").GetString());
        Assert.Equal(32_000, Assert.Single(engine.Lengths), 400.0);
    }

    [Fact]
    public async Task Names_without_quotes_and_parts_without_a_type_are_read()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"));
        byte[] body =
        [
            .. "--b\r\nContent-Disposition: form-data; name=file; filename=speech.wav; filename*=utf-8''speech.wav\r\n\r\n"u8,
            .. Sound.Wav(1),
            .. "\r\n--b\r\nContent-Disposition: form-data; name=response_format\r\n\r\ntext\r\n--b--\r\n"u8,
        ];

        using var response = await worker.PostAsync("/v1/audio/transcriptions", body, "multipart/form-data; boundary=b");

        Assert.Equal("one\n", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("language", "de", "language", "unsupported_language")]
    [InlineData("response_format", "srt", "response_format", "unsupported_value")]
    [InlineData("stream", "maybe", "stream", "invalid_value")]
    public async Task A_field_that_cannot_be_used_is_a_400_that_names_it(string field, string value, string param, string code)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"));

        using var response = await worker.TranscribeAsync(Sound.Wav(1), fields: (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await Worker.ErrorAsync(response);
        Assert.Equal((param, code), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en-US")]
    [InlineData("English")]
    public async Task English_is_understood_under_all_its_names(string language)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"));

        await Worker.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1), fields: ("language", language)));
    }

    public static TheoryData<byte[], string, string> Files { get; } = new()
    {
        { "ID3 and so on"u8.ToArray(), "speech.mp3", "unsupported_format" },
        { "RIFF????WAVE"u8.ToArray(), "speech.wav", "invalid_audio" },
        { Sound.Wav(0.05), "speech.wav", "audio_too_short" },
        { [], "speech.pcm", "audio_too_short" },
        { Sound.Wav(6), "speech.wav", "audio_too_long" },
        { WavWriter.ToBytes(new float[1000], 1000), "speech.wav", "invalid_audio" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_cannot_be_used_is_a_400(byte[] file, string name, string code)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"), "--Speech:MaxAudioSeconds=5");

        using var response = await worker.TranscribeAsync(file, name);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await Worker.ErrorAsync(response)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "no boundary in here")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=file\r\n\r\ncut off")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nwhisper-1\r\n--b--\r\n")]
    [InlineData("multipart/form-data", "")]
    [InlineData("application/json", "{}")]
    public async Task A_damaged_form_is_a_400(string contentType, string body)
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"));

        using var response = await worker.PostAsync("/v1/audio/transcriptions", Encoding.UTF8.GetBytes(body), contentType);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await Worker.ErrorAsync(response);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_a_413()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("one"), "--Speech:MaxAudioBytes=1000");

        using var response = await worker.TranscribeAsync(Sound.Wav(1));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("file", (await Worker.ErrorAsync(response)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Silence_is_an_empty_text()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("never said"));

        var answer = await Worker.JsonAsync(await worker.TranscribeAsync(WavWriter.ToBytes(new float[16_000], 16_000)));

        Assert.Equal("", answer.GetProperty("text").GetString());
    }

    [Fact]
    public async Task When_all_places_are_taken_the_next_is_told_to_come_back()
    {
        using var hold = new ManualResetEventSlim();
        var engine = new ScriptedRecognizer("one") { Hold = hold };
        await using var worker = await StartAsync(engine, "--Speech:RecognitionThreads=1", "--Speech:MaxWaitingTranscriptions=0");
        var first = worker.TranscribeAsync(Sound.Wav(1));
        await engine.Begun.Task.WaitAsync(Patience);

        using var second = await worker.TranscribeAsync(Sound.Wav(1));

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);
        Assert.Equal("rate_limit_exceeded", (await Worker.ErrorAsync(second)).GetProperty("code").GetString());
        hold.Set();
        await Worker.JsonAsync(await first);
        await Worker.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1)));
    }

    private static byte[] TwoUtterances() => WavWriter.ToBytes([.. Sound.Tone(14), .. new float[8_000], .. Sound.Tone(14)], 16_000);

    private static Task<Worker> StartAsync(ISpeechRecognizer engine, params string[] settings) =>
        Worker.StartAsync(settings, services => services.RemoveAll<ISpeechRecognizer>().AddSingleton(engine));
}
