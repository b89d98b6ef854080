using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class SpeechEndpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int ClauseBytes = 4_800;
    private const string NoRecognizer = "--Speech:PocketSphinx:Library=libabsent.so.1"; // which takes a while to load

    [Fact]
    public async Task The_first_clause_leaves_before_the_second_is_made()
    {
        using var hold = new ManualResetEventSlim();
        await using var worker = await StartAsync(new ScriptedSynthesizer { OnClause = (clause, token) => { if (clause == "Two.") hold.Wait(token); } });

        using var response = await worker.SpeakAsync("""{"input":"One. Two.","voice":"alloy","response_format":"pcm"}""");
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[ClauseBytes];
        await body.ReadExactlyAsync(first).AsTask().WaitAsync(Patience);

        Assert.Equal("audio/pcm", response.Content.Headers.ContentType?.MediaType);
        hold.Set();
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest);
        Assert.Equal(ClauseBytes, rest.Length);
    }

    [Fact]
    public async Task Hanging_up_stops_the_engine_and_frees_the_place()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var worker = await StartAsync(
            new ScriptedSynthesizer
            {
                OnClause = (clause, token) =>
                {
                    if (clause != "Two.") return;
                    token.WaitHandle.WaitOne();
                    stopped.TrySetResult();
                    token.ThrowIfCancellationRequested();
                },
            },
            "--Speech:MaxSpeechRequests=1");

        var response = await worker.SpeakAsync("""{"input":"One. Two. Three.","voice":"alloy","response_format":"pcm"}""");
        response.Dispose();
        await stopped.Task.WaitAsync(Patience);

        // The place is free as soon as the handler has seen the end; until then the answer is 429.
        using var patience = new CancellationTokenSource(Patience);
        HttpStatusCode status;
        do
        {
            using var next = await worker.SpeakAsync("""{"input":"One.","voice":"alloy"}""", patience.Token);
            status = next.StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Without_a_format_the_answer_is_wav()
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer());

        using var response = await worker.SpeakAsync("""{"input":"One. Two.","voice":"alloy"}""");

        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.MediaType);
        var audio = WavReader.ReadMono(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((24_000, 4_800), (audio.SampleRateHz, audio.Samples.Length));
    }

    [Fact]
    public async Task An_engine_that_fails_at_once_is_a_500()
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer { OnClause = (_, _) => throw new EngineException("Out of breath.") });

        using var response = await worker.SpeakAsync("""{"input":"One.","voice":"alloy"}""");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("Out of breath.", (await Worker.ErrorAsync(response)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_engine_that_fails_half_way_cuts_the_answer_off()
    {
        await using var worker = await StartAsync(
            new ScriptedSynthesizer { OnClause = (clause, _) => { if (clause == "Two.") throw new EngineException("Out of breath."); } });

        using var response = await worker.SpeakAsync("""{"input":"One. Two.","voice":"alloy"}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task When_all_places_are_taken_the_next_is_told_to_come_back()
    {
        using var hold = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var worker = await StartAsync(
            new ScriptedSynthesizer { OnClause = (_, token) => { begun.TrySetResult(); hold.Wait(token); } }, "--Speech:MaxSpeechRequests=1");
        var first = worker.SpeakAsync("""{"input":"One.","voice":"alloy"}""");
        await begun.Task.WaitAsync(Patience);

        using var second = await worker.SpeakAsync("""{"input":"One.","voice":"alloy"}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
        hold.Set();
        using var answer = await first;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Good morning.", null, "flite", "en-us")]
    [InlineData("Guten Morgen.", "de", "espeak-ng", "de")]
    [InlineData("早上好。", null, "espeak-ng", "cmn")]
    [InlineData("Good morning.", "en-GB", "espeak-ng", "en-gb")]
    public async Task English_goes_to_the_first_engine_and_all_else_to_the_one_that_speaks_it(string text, string? language, string engine, string spoken)
    {
        var flite = new ScriptedSynthesizer("en-us") { Model = "flite" };
        var espeak = new ScriptedSynthesizer("en-us", "en-gb", "de", "cmn") { Model = "espeak-ng" };
        await using var worker = await StartAsync([flite, espeak]);

        await worker.PcmAsync(text, language: language);

        var chosen = engine == "flite" ? flite : espeak;
        Assert.Equal(spoken, Assert.Single(chosen.Spoken).Manner.Language);
        Assert.Single([.. flite.Spoken, .. espeak.Spoken]);
    }

    [Fact]
    public async Task A_model_that_is_an_engine_is_obeyed_and_any_other_is_not()
    {
        var flite = new ScriptedSynthesizer("en-us") { Model = "flite" };
        var espeak = new ScriptedSynthesizer("en-us", "de") { Model = "espeak-ng" };
        await using var worker = await StartAsync([flite, espeak]);

        await worker.PcmAsync("One.", model: "espeak-ng");
        await worker.PcmAsync("One.", model: "gpt-4o-mini-tts");
        using var refused = await worker.SpeakAsync("""{"input":"Eins.","voice":"alloy","model":"flite","language":"de"}""");

        Assert.Single(espeak.Spoken);
        Assert.Single(flite.Spoken);
        Assert.Equal("language", (await Worker.ErrorAsync(refused)).GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("""{"input":"Hi","voice":"hal"}""", "voice")]
    [InlineData("""{"input":"Hi","voice":"alloy","language":"tlh"}""", "language")]
    [InlineData("""{"input":"Hi","voice":"alloy","response_format":"opus"}""", "response_format")]
    [InlineData("nonsense", null)]
    public async Task What_cannot_be_spoken_is_a_400_that_says_why(string json, string? param)
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer("en-us"));

        using var response = await worker.SpeakAsync(json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (await Worker.ErrorAsync(response)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task As_events_the_sound_comes_with_the_times_of_its_words_from_the_beginning_of_all()
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer { Words = [new("said", 10, 60)] });

        using var response = await worker.SpeakAsync("""{"input":"One. Two.","voice":"alloy","response_format":"pcm","stream_format":"sse"}""");
        var events = Events(await response.Content.ReadAsStringAsync());

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["speech.audio.delta", "speech.audio.words", "speech.audio.delta", "speech.audio.words", "speech.audio.delta", "speech.audio.done"],
            events.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal(2 * ClauseBytes, events.Where(one => one.TryGetProperty("audio", out _)).Sum(one => one.GetProperty("audio").GetBytesFromBase64().Length));
        // The second clause begins when the first one's 100 ms are over.
        Assert.Equal(
            [("said", 10.0, 60.0), ("said", 110, 160)],
            events.Where(one => one.TryGetProperty("words", out _)).SelectMany(one => one.GetProperty("words").EnumerateArray())
                .Select(word => (word.GetProperty("word").GetString()!, word.GetProperty("start_ms").GetDouble(), word.GetProperty("end_ms").GetDouble())));
    }

    [Fact]
    public async Task An_engine_that_knows_no_times_sends_none_and_a_failure_leaves_the_events_without_an_end()
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer { OnClause = (clause, _) => { if (clause == "Two.") throw new EngineException("It fails."); } });

        using var response = await worker.SpeakAsync("""{"input":"One. Two.","voice":"alloy","response_format":"pcm","stream_format":"sse"}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Contains("speech.audio.delta", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(reader.ReadToEndAsync);
    }

    [Theory]
    [InlineData("Guten Tag.", "de", "de")]
    [InlineData("你好。", "de", "cmn")]
    [InlineData("Hello.", "zh", "en-us")]
    [InlineData("7:30", "zh", "cmn")]
    [InlineData("Hello.", "tlh", "en-us")]
    [InlineData("Hello.", "fr", "en-us")]
    [InlineData("日本", "ja", "ja")]
    public async Task A_hint_counts_where_the_text_may_be_in_its_language_and_somebody_speaks_it(string text, string hint, string spoken)
    {
        var engine = new ScriptedSynthesizer("en-us", "de", "cmn", "ja");
        await using var worker = await StartAsync(engine);

        using var response = await worker.SpeakAsync($$"""{"input":"{{text}}","voice":"alloy","language_hint":"{{hint}}"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(spoken, Assert.Single(engine.Spoken).Manner.Language);
    }

    [Fact]
    public async Task A_body_far_over_the_limit_is_a_413()
    {
        await using var worker = await StartAsync(new ScriptedSynthesizer(), "--Speech:MaxInputCharacters=10");

        using var response = await worker.SpeakAsync($$"""{"input":"{{new string('a', 100_000)}}","voice":"alloy"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await Worker.ErrorAsync(response);
    }

    private static JsonElement[] Events(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(message => JsonDocument.Parse(message["data: ".Length..]).RootElement)];

    private static Task<Worker> StartAsync(ISpeechSynthesizer engine, params string[] settings) => StartAsync([engine], settings);

    private static Task<Worker> StartAsync(ISpeechSynthesizer[] engines, params string[] settings) => Worker.StartAsync([NoRecognizer, .. settings], services =>
    {
        services.RemoveAll<ISpeechSynthesizer>();
        foreach (var engine in engines) services.AddSingleton(engine);
    });
}
