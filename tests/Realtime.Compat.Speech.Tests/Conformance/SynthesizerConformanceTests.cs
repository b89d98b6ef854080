using System.Net;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Conformance;

/// <summary>What every engine that speaks must do, whatever it is made of.</summary>
[Collection(EngineWorkers.Collection)]
public sealed class SynthesizerConformanceTests(EngineWorkers workers)
{
    private const string Sentence = "The weather is nice today.";

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task It_is_ready_and_listed_under_its_name(string engine)
    {
        var worker = await workers.Of(engine);

        var health = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"));
        var models = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/v1/models"));

        Assert.Contains(health.GetProperty("text_to_speech").GetProperty("engines").EnumerateArray(), state =>
            state.GetProperty("engine").GetString() == engine && state.GetProperty("state").GetString() == "ready");
        Assert.Contains(models.GetProperty("data").EnumerateArray(), model => model.GetProperty("id").GetString() == engine);
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Text_becomes_sound_and_more_text_more_sound(string engine)
    {
        var worker = await workers.Of(engine);

        var one = await worker.PcmAsync(Sentence, model: engine);
        var two = await worker.PcmAsync($"{Sentence} {Sentence}", model: engine);

        Assert.True(Loudness(one) > 0.01);
        Assert.InRange((double)two.Length / one.Length, 1.7, 2.3);
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Speed_shortens_and_lengthens(string engine)
    {
        var worker = await workers.Of(engine);
        var normal = await worker.PcmAsync(Sentence, model: engine);

        Assert.InRange((double)(await worker.PcmAsync(Sentence, speed: 2, model: engine)).Length / normal.Length, 0.35, 0.65);
        Assert.InRange((double)(await worker.PcmAsync(Sentence, speed: 0.5, model: engine)).Length / normal.Length, 1.6, 2.4);
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Odd_texts_neither_fail_nor_end_the_worker(string engine)
    {
        var worker = await workers.Of(engine);

        foreach (var text in new[] { "...", "a", "😀 👍🏽", "% & @ #", "天气很好", "\u0001 \uFFFF \u202E x", "<speak>[[x]]</speak>", "%s {0} \\n", new string('w', 900) })
            await worker.PcmAsync(text, language: "en", model: engine);

        Assert.NotEmpty(await worker.PcmAsync(Sentence, model: engine));
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task A_language_it_does_not_speak_and_a_voice_nobody_has_are_refused(string engine)
    {
        var worker = await workers.Of(engine);

        using var language = await worker.SpeakAsync($$"""{"model":"{{engine}}","input":"x","voice":"alloy","language":"xx"}""");
        using var voice = await worker.SpeakAsync($$"""{"model":"{{engine}}","input":"x","voice":"nobody"}""");

        Assert.Equal("unsupported_language", (await WorkerClient.ErrorAsync(language)).GetProperty("code").GetString());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (language.StatusCode, voice.StatusCode));
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task Many_at_once_are_each_as_long_as_alone(string engine)
    {
        var worker = await workers.Of(engine);
        var alone = await worker.PcmAsync(Sentence, model: engine);

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => worker.PcmAsync(Sentence, model: engine)));

        Assert.All(together, pcm => Assert.InRange((double)pcm.Length / alone.Length, 0.98, 1.02));
    }

    [Theory]
    [EnginesData("tts", Engines.Sherpa)]
    [EnginesData("tts", Engines.Flite)]
    [EnginesData("tts", Engines.Espeak)]
    public async Task A_caller_that_hangs_up_in_mid_speech_frees_its_place_and_leaves_the_worker_well(string engine)
    {
        var worker = await workers.Of(engine);
        var text = string.Concat(Enumerable.Repeat(Sentence + " ", 100));
        var response = await worker.SpeakAsync($$"""{"model":"{{engine}}","input":"{{text}}","voice":"alloy"}""");
        var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1000]);

        response.Dispose();

        await worker.IdleAsync("text_to_speech");
        Assert.NotEmpty(await worker.PcmAsync(Sentence, model: engine));
    }

    private static double Loudness(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        return Math.Sqrt(samples.Average(sample => sample * sample));
    }
}
