using System.Net;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class InformationTests
{
    private static readonly string[] NothingInstalled =
    [
        "--Speech:PocketSphinx:Library=libabsent.so.1", "--Speech:Flite:Library=libabsent.so.2", "--Speech:Espeak:Library=libabsent.so.3",
    ];

    [Fact]
    public async Task Without_any_engine_the_worker_starts_and_health_says_what_to_install()
    {
        await using var worker = await Worker.StartAsync(NothingInstalled);

        var health = await Worker.JsonAsync(await worker.Client.GetAsync("/health"));

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("0.1.0", health.GetProperty("version").GetString());
        var hearing = health.GetProperty("speech_to_text");
        Assert.Equal("unavailable", hearing.GetProperty("state").GetString());
        Assert.Contains("apt-get install libpocketsphinx3 pocketsphinx-en-us", hearing.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var speaking = health.GetProperty("text_to_speech");
        Assert.Equal("unavailable", speaking.GetProperty("state").GetString());
        Assert.Contains("apt-get install libflite1", speaking.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("apt-get install libespeak-ng1", speaking.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await Worker.JsonAsync(await worker.Client.GetAsync("/v1/models"))).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Without_its_engine_an_endpoint_answers_503_with_what_to_install()
    {
        await using var worker = await Worker.StartAsync(NothingInstalled);

        using var heard = await worker.TranscribeAsync(Sound.Wav(1));
        using var spoken = await worker.SpeakAsync("""{"input":"Hi","voice":"alloy"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, heard.StatusCode);
        Assert.Contains("apt-get install", (await Worker.ErrorAsync(heard)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, spoken.StatusCode);
        Assert.Contains("apt-get install", (await Worker.ErrorAsync(spoken)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [NativeFact(Engines.PocketSphinx)]
    public async Task A_missing_model_is_told_apart_from_a_missing_library()
    {
        await using var worker = await Worker.StartAsync(["--Speech:PocketSphinx:ModelDirectory=/nowhere"]);

        var health = await Worker.JsonAsync(await worker.Client.GetAsync("/health"));

        Assert.Contains("apt-get install pocketsphinx-en-us", health.GetProperty("speech_to_text").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Espeak)]
    public async Task With_flite_missing_English_is_spoken_by_espeak_and_health_says_degraded()
    {
        await using var worker = await Worker.StartAsync(["--Speech:Flite:Library=libabsent.so.2"]);

        Assert.NotEmpty(await worker.PcmAsync("Hello."));
        var speaking = (await Worker.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("text_to_speech");
        Assert.Equal(("degraded", "espeak-ng"), (speaking.GetProperty("state").GetString(), speaking.GetProperty("engine").GetString()));
    }

    [NativeFact(Engines.Espeak)]
    public async Task A_language_nobody_speaks_is_the_callers_fault_and_one_that_is_not_installed_is_not()
    {
        await using var withoutFlite = await Worker.StartAsync(["--Speech:Flite:Library=libabsent.so.2"]);
        await using var withoutEspeak = await Worker.StartAsync(["--Speech:Espeak:Library=libabsent.so.3"]);

        using var unknown = await withoutFlite.SpeakAsync("""{"input":"Hi","voice":"alloy","language":"tlh"}""");
        using var missing = await withoutEspeak.SpeakAsync("""{"input":"Guten Tag","voice":"alloy","language":"de"}""");

        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
    }

    [Fact]
    public async Task The_voices_are_listed()
    {
        await using var worker = await Worker.StartAsync(NothingInstalled);

        var voices = (await Worker.JsonAsync(await worker.Client.GetAsync("/v1/audio/voices"))).GetProperty("voices");

        Assert.Contains("marin", voices.EnumerateArray().Select(voice => voice.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "/health", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/audio/speech", HttpStatusCode.MethodNotAllowed)]
    public async Task A_wrong_address_has_the_same_shape_of_error(string method, string path, HttpStatusCode status)
    {
        await using var worker = await Worker.StartAsync(NothingInstalled);

        using var response = await worker.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, response.StatusCode);
        await Worker.ErrorAsync(response);
    }
}
