using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Tests.Api;

public sealed class TurnEndpointTests
{
    private const string Path = "/v1/audio/turns";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_answer_is_the_probability_and_who_gave_it()
    {
        await using var worker = await StartAsync(new ScriptedTurnModel(0.93));

        var answer = await Worker.JsonAsync(await worker.PostAsync(Path, Sound.Wav(1), "audio/wav"));

        Assert.Equal("""{"completion":0.93,"model":"scripted-turn"}""", answer.GetRawText());
    }

    [Fact]
    public async Task Audio_comes_as_wav_as_raw_samples_or_in_a_form_and_reaches_the_model_at_16_kHz()
    {
        var model = new ScriptedTurnModel(0.5);
        await using var worker = await StartAsync(model);
        var pcm = new byte[24_000 * 2 * 2];

        await Worker.JsonAsync(await worker.PostAsync(Path, Sound.Wav(2, rateHz: 8_000), "audio/wav"));
        await Worker.JsonAsync(await worker.PostAsync(Path, pcm, "audio/pcm"));
        await Worker.JsonAsync(await worker.Client.PostAsync(Path, new MultipartFormDataContent { { new ByteArrayContent(Sound.Wav(2)), "file", "turn.wav" } }));

        Assert.All(model.Heard, heard => Assert.InRange(heard.Length, 31_900, 32_100));
    }

    [Fact]
    public async Task Of_a_long_turn_the_model_hears_the_last_eight_seconds()
    {
        var model = new ScriptedTurnModel(0.5);
        await using var worker = await StartAsync(model);

        await Worker.JsonAsync(await worker.PostAsync(Path, WavWriter.ToBytes([.. new float[44_100], .. Sound.Tone(8, 44_100)], 44_100), "audio/wav"));

        var heard = Assert.Single(model.Heard);
        Assert.InRange(heard.Length, LogMel.Samples - 100, LogMel.Samples + 100);
        Assert.True(heard.Take(8_000).Max() > 0.2, "the silence before the last eight seconds was heard");
    }

    [Fact]
    public async Task Without_a_turn_model_the_answer_is_404_with_the_command_that_gets_one()
    {
        await using var worker = await Worker.StartAsync();

        using var response = await worker.PostAsync(Path, Sound.Wav(1), "audio/wav");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("No turn model is in use: realtime models pull smart-turn-v3.", (await Worker.ErrorAsync(response)).GetProperty("message").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await Worker.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("turns").ValueKind);
    }

    [Theory]
    [InlineData("audio/wav", "no wav at all", "unsupported_format")]
    [InlineData("text/plain", "hello", "unsupported_format")]
    [InlineData("audio/pcm", "short", "audio_too_short")]
    public async Task What_is_no_audio_is_refused(string type, string body, string code)
    {
        await using var worker = await StartAsync(new ScriptedTurnModel(0.5));

        using var response = await worker.PostAsync(Path, System.Text.Encoding.ASCII.GetBytes(body), type);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await Worker.ErrorAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_turn_that_is_too_large_is_refused()
    {
        await using var worker = await StartAsync(new ScriptedTurnModel(0.5), "--Speech:MaxAudioBytes=1000");

        using var response = await worker.PostAsync(Path, Sound.Wav(1), "audio/wav");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_model_that_fails_is_told_in_its_own_sentence()
    {
        await using var worker = await StartAsync(new ScriptedTurnModel(double.NaN));

        using var response = await worker.PostAsync(Path, Sound.Wav(1), "audio/wav");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("The scripted model failed.", (await Worker.ErrorAsync(response)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_question_whose_asker_has_gone_on_is_never_judged()
    {
        using var hold = new ManualResetEventSlim();
        var model = new ScriptedTurnModel(0.5) { Hold = hold };
        await using var worker = await StartAsync(model, "--Speech:RecognitionThreads=1");
        var first = worker.PostAsync(Path, Sound.Wav(1), "audio/wav");
        await model.Begun.Task.WaitAsync(Patience);
        using (var gone = new CancellationTokenSource())
        {
            var second = worker.Client.PostAsync(Path, new ByteArrayContent(Sound.Wav(2)) { Headers = { { "Content-Type", "audio/wav" } } }, gone.Token);
            await UntilAsync(worker, active: 2);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
            await UntilAsync(worker, active: 1);
        }

        hold.Set();
        await Worker.JsonAsync(await first);
        await Worker.JsonAsync(await worker.PostAsync(Path, Sound.Wav(3), "audio/wav"));

        Assert.Equal([16_000, 48_000], model.Heard.Select(heard => heard.Length));
    }

    private static Task<Worker> StartAsync(ITurnModel model, params string[] settings) => Worker.StartAsync(settings, services => services.AddSingleton(model));

    /// <summary>Asks until that many questions are in the house.</summary>
    private static async Task UntilAsync(Worker worker, int active)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var health = await Worker.JsonAsync(await worker.Client.GetAsync("/health", patience.Token));
            if (health.GetProperty("turns").GetProperty("active_requests").GetInt32() == active) return;
        }
    }
}
