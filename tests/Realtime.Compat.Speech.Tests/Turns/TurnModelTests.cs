using System.Net;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Turns;

/// <summary>Turn models in ONNX Runtime, in worker processes.</summary>
public sealed class TurnModelTests : IDisposable
{
    private const int RateHz = 16_000;

    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [NativeFact(Engines.Sherpa)]
    public async Task An_installed_turn_model_judges_the_end_of_what_it_hears()
    {
        SyntheticModels.Write(_models, SyntheticModels.SmartTurn);
        await using var worker = await StartAsync();

        Assert.InRange(await AskAsync(worker, [.. Sound.Tone(1), .. new float[RateHz / 2]]), 0.99, 1);
        Assert.InRange(await AskAsync(worker, Sound.Tone(1.5)), 0, 0.01);
        // Only the last eight seconds count.
        Assert.InRange(await AskAsync(worker, [.. Sound.Tone(10), .. new float[RateHz / 4]]), 0.99, 1);
        Assert.InRange(await AskAsync(worker, [.. new float[9 * RateHz], .. Sound.Tone(0.5)]), 0, 0.01);

        var health = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"));
        Assert.Equal((SyntheticModels.SmartTurn, "ready"), (health.GetProperty("turns").GetProperty("engine").GetString(), health.GetProperty("turns").GetProperty("state").GetString()));
        Assert.Contains(SyntheticModels.SmartTurn, await worker.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa)]
    public async Task Questions_of_many_sessions_at_the_same_time_each_get_their_answer()
    {
        SyntheticModels.Write(_models, SyntheticModels.SmartTurn);
        await using var worker = await StartAsync("--Speech:RecognitionThreads=4");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AskAsync(worker, i % 2 == 0 ? Sound.Tone(1) : [.. Sound.Tone(1), .. new float[RateHz / 4]])));

        Assert.All(answers.Index(), answer => Assert.Equal(answer.Index % 2 == 1, answer.Item > 0.5));
    }

    [NativeFact(Engines.Sherpa)]
    public async Task A_turn_model_that_was_cut_off_is_damaged()
    {
        var file = Path.Combine(SyntheticModels.Write(_models, SyntheticModels.SmartTurn), "model.onnx");
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 1);

        Assert.Equal(
            "The model 'smart_turn' is damaged: 'model.onnx' cannot be used: it was cut off; get it again by realtime models pull smart_turn.",
            await AssertUnusableAsync(SyntheticModels.SmartTurn));
    }

    [NativeTheory(Engines.Sherpa)]
    [InlineData(SyntheticModels.TurnWithoutSigmoid, "gave no probability: its first output must be one number from 0 to 1")]
    [InlineData(SyntheticModels.TurnOfTwo, "gave no probability: its first output must be one number from 0 to 1")]
    [InlineData(SyntheticModels.TurnWithoutOutput, "ONNX Runtime: ")]
    [InlineData(SyntheticModels.TurnOfThirtySeconds, "is no turn model: it takes input_features: float32 [?, 80, 3000] instead of float32 [1, 80, 800]")]
    [InlineData(SyntheticModels.TurnOfMagic, "ONNX Runtime: ")]
    public async Task A_model_that_cannot_judge_is_told_by_what_is_wrong_with_it(string kind, string fault)
    {
        SyntheticModels.Write(_models, kind);

        var detail = await AssertUnusableAsync(kind);

        Assert.StartsWith($"The model '{kind}' cannot be used because ONNX Runtime refused it, saying \"", detail, StringComparison.Ordinal);
        Assert.Contains(fault, detail, StringComparison.Ordinal);
        Assert.EndsWith($"get it again by realtime models pull {kind}, or choose another.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', detail);
    }

    [NativeFact(Engines.Sherpa)]
    public async Task A_recogniser_s_file_is_no_turn_model()
    {
        var folder = SyntheticModels.Write(_models, SyntheticModels.SmartTurn);
        var other = SyntheticModels.Write(Directory.CreateDirectory(Path.Combine(_models, ".other")).FullName, "nemo_ctc");
        File.Copy(Path.Combine(other, "model.onnx"), Path.Combine(folder, "model.onnx"), overwrite: true);

        Assert.Contains("is no turn model: it takes ", await AssertUnusableAsync(SyntheticModels.SmartTurn), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa)]
    public async Task A_recogniser_is_not_taken_for_turns_and_a_turn_model_not_for_a_recogniser()
    {
        SyntheticModels.Write(_models, "nemo_ctc");
        SyntheticModels.Write(_models, SyntheticModels.SmartTurn);
        await using var worker = await StartAsync("--Speech:Turns:Model=nemo_ctc", "--Speech:SpeechToText:Model=smart_turn");

        var health = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"));

        Assert.Equal("The model 'nemo_ctc' is of kind 'stt', not 'turn': realtime models list shows which are.", health.GetProperty("turns").GetProperty("detail").GetString());
        Assert.Contains("The model 'smart_turn' is of kind 'turn', not 'stt'", health.GetProperty("speech_to_text").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa)]
    public async Task An_installed_turn_model_that_is_not_wanted_is_left_alone()
    {
        SyntheticModels.Write(_models, SyntheticModels.SmartTurn);
        await using var worker = await StartAsync("--Speech:Turns:Model=none");

        using var response = await PostAsync(worker, Sound.Tone(1));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<string> AssertUnusableAsync(string id)
    {
        await using var worker = await StartAsync();
        var health = await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"));
        using var response = await PostAsync(worker, Sound.Tone(1));

        var turns = health.GetProperty("turns");
        Assert.Equal((id, "unavailable"), (turns.GetProperty("engine").GetString(), turns.GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var detail = turns.GetProperty("detail").GetString()!;
        Assert.Equal(detail, (await WorkerClient.ErrorAsync(response)).GetProperty("message").GetString());
        Assert.Contains(detail, worker.Errors, StringComparison.Ordinal);
        return detail;
    }

    private Task<WorkerProcess> StartAsync(params string[] settings) => WorkerProcess.StartAsync(_models, ["--Speech:TextToSpeech:Model=none", .. settings]);

    private static Task<HttpResponseMessage> PostAsync(WorkerClient worker, float[] samples) => worker.PostAsync("/v1/audio/turns", WavWriter.ToBytes(samples, RateHz), "audio/wav");

    private static async Task<double> AskAsync(WorkerClient worker, float[] samples)
    {
        using var response = await PostAsync(worker, samples);
        return (await WorkerClient.JsonAsync(response)).GetProperty("completion").GetDouble();
    }
}
