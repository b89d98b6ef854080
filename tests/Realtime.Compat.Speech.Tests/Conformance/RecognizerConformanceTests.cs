using System.Net;
using System.Text.Json;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Conformance;

/// <summary>What every engine that hears must do, whatever it is made of.</summary>
[Collection(EngineWorkers.Collection)]
public sealed class RecognizerConformanceTests(EngineWorkers workers)
{
    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task It_is_ready_and_listed_under_its_name(string engine)
    {
        var worker = await workers.Of(engine);

        var health = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"));
        var models = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/v1/models"));

        Assert.Equal((engine, "ready"), (health.GetProperty("speech_to_text").GetProperty("engine").GetString(), health.GetProperty("speech_to_text").GetProperty("state").GetString()));
        Assert.Contains(models.GetProperty("data").EnumerateArray(), model => model.GetProperty("id").GetString() == engine);
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Speech_becomes_text_and_the_same_speech_the_same_text(string engine)
    {
        var worker = await workers.Of(engine);
        var wav = await SpeechAsync(engine);

        var first = await TextAsync(worker, engine, wav);
        var second = await TextAsync(worker, engine, wav);

        Assert.Equal(SyntheticModels.Ears.Contains(engine) ? SyntheticModels.Heard(engine) : "hello", first);
        Assert.Equal(first, second);
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Silence_is_an_empty_text(string engine) =>
        Assert.Equal("", await TextAsync(await workers.Of(engine), engine, WavWriter.ToBytes(new float[32_000], 16_000)));

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task A_language_it_does_not_understand_is_refused_and_the_worker_lives_on(string engine)
    {
        var worker = await workers.Of(engine);

        using var refused = await worker.TranscribeAsync(Sound.Wav(1), fields: [("model", engine), ("language", "xx")]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("unsupported_language", (await WorkerClient.ErrorAsync(refused)).GetProperty("code").GetString());
        using var english = await worker.TranscribeAsync(Sound.Wav(1), fields: [("model", engine), ("language", "en")]);
        Assert.Equal(HttpStatusCode.OK, english.StatusCode);
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Any_prompt_is_harmless(string engine)
    {
        var worker = await workers.Of(engine);
        var wav = await SpeechAsync(engine);
        var plain = await TextAsync(worker, engine, wav);

        foreach (var prompt in new[] { "hello, world", "NASA/ESA :2.0 #a @b", "今天，天气", new string('x', 10_000), "<blk> <s> \u0007" })
            Assert.Equal(plain, await TextAsync(worker, engine, wav, ("prompt", prompt)));
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Streamed_pieces_joined_are_the_whole(string engine)
    {
        var worker = await workers.Of(engine);

        using var response = await worker.TranscribeAsync(await SpeechAsync(engine), fields: [("model", engine), ("stream", "true")]);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(message => JsonDocument.Parse(message["data: ".Length..]).RootElement).ToArray();

        Assert.Equal("transcript.text.done", events[^1].GetProperty("type").GetString());
        var whole = events[^1].GetProperty("text").GetString();
        Assert.NotEqual("", whole);
        Assert.Equal(whole, string.Concat(events[..^1].Select(message => message.GetProperty("delta").GetString())));
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Times_of_words_lie_in_order_within_the_recording(string engine)
    {
        var worker = await workers.Of(engine);

        var answer = await WorkerClient.JsonAsync(await worker.TranscribeAsync(
            await SpeechAsync(engine), "speech.wav", ("model", engine), ("response_format", "verbose_json"), ("timestamp_granularities[]", "word")));

        var end = answer.GetProperty("duration").GetDouble();
        var last = 0.0;
        foreach (var word in answer.GetProperty("words").EnumerateArray())
        {
            Assert.InRange(word.GetProperty("start").GetDouble(), last, end);
            Assert.InRange(word.GetProperty("end").GetDouble(), word.GetProperty("start").GetDouble(), end + 0.1);
            last = word.GetProperty("start").GetDouble();
        }
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task Many_at_once_get_what_each_gets_alone(string engine)
    {
        var worker = await workers.Of(engine);
        var wav = await SpeechAsync(engine);
        var alone = await TextAsync(worker, engine, wav);

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TextAsync(worker, engine, wav)));

        Assert.All(together, text => Assert.Equal(alone, text));
    }

    [Theory]
    [EnginesData("stt", Engines.Sherpa)]
    [EnginesData("stt", Engines.PocketSphinx)]
    public async Task A_caller_that_hangs_up_while_it_is_heard_frees_its_place_and_leaves_the_worker_well(string engine)
    {
        var worker = await workers.Of(engine);
        // Of a minute's tone, the first of several utterances is heard when the answer begins.
        var wav = SyntheticModels.Ears.Contains(engine) ? Sound.Wav(60) : await SpeechAsync(engine);
        var form = new MultipartFormDataContent { { new ByteArrayContent(wav), "file", "speech.wav" }, { new StringContent(engine), "model" }, { new StringContent("true"), "stream" } };
        var response = await worker.Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/audio/transcriptions") { Content = form }, HttpCompletionOption.ResponseHeadersRead);
        await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte["data: {\"type\":\"transcript.text.delta\"".Length]);

        response.Dispose();

        await worker.IdleAsync("speech_to_text");
        Assert.NotEqual("", await TextAsync(worker, engine, await SpeechAsync(engine)));
    }

    /// <summary>A tone for models that always say the same; "hello" for one that listens.</summary>
    private async Task<byte[]> SpeechAsync(string engine)
    {
        if (SyntheticModels.Ears.Contains(engine)) return Sound.Wav(3);

        var spoken = await (await workers.Of(engine)).PcmAsync("Hello.");
        var samples = new float[spoken.Length / 2];
        Pcm16.ToFloat(spoken, samples);
        return WavWriter.ToBytes(samples, 24_000);
    }

    private static async Task<string> TextAsync(WorkerClient worker, string engine, byte[] wav, params (string, string)[] fields) =>
        (await WorkerClient.JsonAsync(await worker.TranscribeAsync(wav, "speech.wav", [("model", engine), .. fields]))).GetProperty("text").GetString()!;
}
