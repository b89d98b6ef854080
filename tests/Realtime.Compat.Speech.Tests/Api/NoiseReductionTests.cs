using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.Api;

/// <summary>The field <c>noise_reduction</c> of a transcription request.</summary>
public sealed class NoiseReductionTests
{
    private static readonly byte[] Noisy = WavWriter.ToBytes(NoisySpeech.WithNoise(NoisySpeech.Words(2), 10, seed: 3), 16_000);

    [Theory]
    [InlineData(null, 0)]
    [InlineData("near_field", 1)]
    [InlineData("far_field", 1)]
    public async Task Noise_is_taken_out_once_where_the_request_asks_for_it(string? field, int times)
    {
        var (denoiser, ears) = (new ScriptedDenoiser(), new ScriptedRecognizer("hello"));
        await using var worker = await StartAsync(ears, denoiser);

        var answer = await Worker.JsonAsync(await worker.TranscribeAsync(Noisy, fields: field is null ? [] : [("noise_reduction", field)]));

        Assert.Equal("hello", answer.GetProperty("text").GetString());
        Assert.Equal(Enumerable.Repeat(32_000, times), denoiser.Lengths);
        Assert.Equal([32_000], ears.Lengths);
    }

    [Fact]
    public async Task A_place_nobody_knows_is_refused()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("hello"), new ScriptedDenoiser());

        using var response = await worker.TranscribeAsync(Noisy, fields: ("noise_reduction", "on_the_moon"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await WorkerClient.ErrorAsync(response);
        Assert.Equal("'noise_reduction' must be near_field or far_field, not 'on_the_moon'.", error.GetProperty("message").GetString());
        Assert.Equal("noise_reduction", error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_denoiser_is_named_in_health_and_among_the_models()
    {
        await using var worker = await StartAsync(new ScriptedRecognizer("hello"), new ScriptedDenoiser());

        var stage = (await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("noise_reduction");

        Assert.Equal(("scripted-denoiser", "ready"), (stage.GetProperty("engine").GetString(), stage.GetProperty("state").GetString()));
        Assert.Contains("\"scripted-denoiser\"", await worker.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
    }

    private static Task<Worker> StartAsync(ISpeechRecognizer ears, ISpeechDenoiser denoiser) =>
        Worker.StartAsync(configure: services => services.RemoveAll<ISpeechRecognizer>().AddSingleton(ears).AddSingleton(denoiser));
}
