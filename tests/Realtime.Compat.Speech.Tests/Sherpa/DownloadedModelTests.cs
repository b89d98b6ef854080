using System.Text.Json;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Sherpa;

/// <summary>What downloaded models can do beyond what every engine must.</summary>
public sealed class DownloadedModelTests(EngineWorkers workers) : IClassFixture<EngineWorkers>
{
    [NativeFact(Engines.Sherpa)]
    public async Task Whisper_takes_the_language_of_the_request_and_finds_it_out_without_one()
    {
        var worker = await workers.Of("whisper");

        Assert.Equal(("hello world", "english"), await VerboseAsync(worker, "speech.wav"));
        Assert.Equal(("hallo welt", "german"), await VerboseAsync(worker, "speech.wav", ("language", "de-AT")));
        Assert.Equal(("hallo welt", "german"), await VerboseAsync(worker, "speech.wav", ("language", "German")));
        Assert.Equal(("hello world", "english"), await VerboseAsync(worker, "speech.wav", ("language", "en")));
        Assert.Equal(("hello world", "english"), await VerboseAsync(worker, "speech.wav"));
    }

    [NativeFact(Engines.Sherpa)]
    public async Task Requests_in_two_languages_at_the_same_time_each_get_theirs()
    {
        var worker = await workers.Of("whisper");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => VerboseAsync(worker, "speech.wav", ("language", i % 2 == 0 ? "en" : "de"))));

        Assert.All(answers.Where((_, i) => i % 2 == 0), answer => Assert.Equal("hello world", answer.Text));
        Assert.All(answers.Where((_, i) => i % 2 == 1), answer => Assert.Equal("hallo welt", answer.Text));
    }

    [NativeFact(Engines.Sherpa)]
    public async Task A_recording_longer_than_Whisper_takes_is_parted_at_its_pauses()
    {
        var worker = await workers.Of("whisper");
        float[] samples = [.. Sound.Tone(25), .. new float[16_000], .. Sound.Tone(25), .. new float[16_000], .. Sound.Tone(20)];

        var answer = await WorkerClient.JsonAsync(await worker.TranscribeAsync(
            Realtime.Compat.Audio.WavWriter.ToBytes(samples, 16_000), "speech.wav", ("model", "whisper"), ("response_format", "verbose_json")));

        var segments = answer.GetProperty("segments").EnumerateArray().ToArray();
        Assert.Equal(3, segments.Length);
        Assert.All(segments, segment => Assert.InRange(segment.GetProperty("end").GetDouble() - segment.GetProperty("start").GetDouble(), 15, 28));
        Assert.Equal("hello world hello world hello world", answer.GetProperty("text").GetString());
        Assert.DoesNotContain("discard", worker.Errors, StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa)]
    public async Task A_language_the_model_lacks_is_refused_before_sherpa_sees_it()
    {
        var worker = await workers.Of("whisper");

        using var response = await worker.TranscribeAsync(Sound.Wav(1), fields: [("model", "whisper"), ("language", "zh")]);

        Assert.Equal("The language 'zh' is not supported by 'whisper', which understands en, de.", (await WorkerClient.ErrorAsync(response)).GetProperty("message").GetString());
    }

    [NativeTheory(Engines.Sherpa)]
    [InlineData("streaming_zipformer")]
    [InlineData("streaming_paraformer")]
    public async Task A_streaming_engine_gives_a_recording_word_by_word(string engine)
    {
        var worker = await workers.Of(engine);

        using var response = await worker.TranscribeAsync(Sound.Wav(4), fields: [("model", engine), ("stream", "true")]);
        var deltas = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(message => JsonDocument.Parse(message["data: ".Length..]).RootElement)
            .Where(message => message.GetProperty("type").GetString() == "transcript.text.delta")
            .Select(message => message.GetProperty("delta").GetString()).ToArray();

        Assert.True(deltas.Length > 1, string.Join('|', deltas));
        Assert.Equal("hello world again", string.Concat(deltas));
    }

    [NativeTheory(Engines.Sherpa)]
    [InlineData("streaming_zipformer")]
    [InlineData("streaming_paraformer")]
    public async Task A_streaming_engine_that_was_asked_at_a_pause_hears_the_rest_as_if_it_had_not_been(string engine)
    {
        var worker = await workers.Of(engine);
        Assert.True((await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("follows_speech").GetBoolean());
        using var call = await LiveCall.OpenAsync(worker, $"?rate=16000&model={engine}");
        await call.SendAsync(Pcm(seconds: 2));
        var paused = await call.FlushAsync();
        Assert.NotEmpty(paused);
        Assert.StartsWith(paused, "hello world again", StringComparison.Ordinal);

        await call.SendAsync(Pcm(seconds: 2));
        Assert.Equal("hello world again", await call.FlushAsync());
        Assert.Equal("hello world again", await call.FlushAsync());
    }

    [NativeFact(Engines.Sherpa)]
    public async Task Times_come_from_the_engines_that_have_them()
    {
        var words = await WordsAsync("nemo_transducer");
        Assert.Equal(["hello", "world"], words);
        Assert.Empty(await WordsAsync("whisper"));
    }

    [NativeFact(Engines.Sherpa | Engines.Espeak)]
    public async Task A_voice_is_the_speaker_of_its_language()
    {
        var worker = await workers.Of("kokoro");
        var english = Loudest(await worker.PcmAsync("Hello there.", "alloy", language: "en", model: "kokoro"));
        var spanish = Loudest(await worker.PcmAsync("Hola.", "alloy", language: "es", model: "kokoro"));
        var own = Loudest(await worker.PcmAsync("Hello there.", "narrator", language: "en", model: "kokoro"));

        // Speakers 1, 3 and 2: each is louder by 0.2 than the one before.
        Assert.Equal([0.4, 0.8, 0.6], new[] { english, spanish, own }.Select(value => Math.Round(value, 1)));
        Assert.Contains("narrator", await worker.Client.GetStringAsync("/v1/audio/voices"), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa | Engines.Espeak)]
    public async Task Kokoro_is_told_in_which_language_to_read()
    {
        var worker = await workers.Of("kokoro");
        const string text = "justice general";

        // "j" and "g" have other sounds in Spanish, so the tones are of other lengths or pitches.
        Assert.NotEqual(
            await worker.PcmAsync(text, "narrator", language: "en", model: "kokoro"),
            await worker.PcmAsync(text, "narrator", language: "es", model: "kokoro"));
    }

    [NativeFact(Engines.Sherpa | Engines.Espeak | Engines.Flite)]
    public async Task What_the_model_does_not_speak_the_other_engines_do()
    {
        var worker = await workers.Of("kokoro");

        Assert.NotEmpty(await worker.PcmAsync("今天天气很好。"));
        Assert.NotEmpty(await worker.PcmAsync("Hello.", model: "flite"));
    }

    private static byte[] Pcm(double seconds)
    {
        var samples = Sound.Tone(seconds);
        var pcm = new byte[samples.Length * 2];
        Realtime.Compat.Audio.Pcm16.FromFloat(samples, pcm);
        return pcm;
    }

    private static double Loudest(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        Realtime.Compat.Audio.Pcm16.ToFloat(pcm, samples);
        return samples.Max(Math.Abs);
    }

    private async Task<string[]> WordsAsync(string engine)
    {
        var answer = await WorkerClient.JsonAsync(await (await workers.Of(engine)).TranscribeAsync(
            Sound.Wav(2), "speech.wav", ("model", engine), ("response_format", "verbose_json"), ("timestamp_granularities[]", "word")));
        return [.. answer.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("word").GetString()!)];
    }

    private static async Task<(string? Text, string? Language)> VerboseAsync(WorkerProcess worker, string file, params (string, string)[] fields)
    {
        var answer = await WorkerClient.JsonAsync(await worker.TranscribeAsync(Sound.Wav(2), file, [("model", "whisper"), ("response_format", "verbose_json"), .. fields]));
        return (answer.GetProperty("text").GetString(), answer.GetProperty("language").GetString());
    }
}
