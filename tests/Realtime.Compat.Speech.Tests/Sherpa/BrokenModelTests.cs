using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Sherpa;

/// <summary>A model that cannot be used is named with the reason, and the engines without download do its work; the worker always starts.</summary>
public sealed class BrokenModelTests : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_model_that_ends_the_process_while_it_loads_does_so_in_its_trial_only()
    {
        // The metadata is right; the tokens are not, and sherpa-onnx exits.
        var folder = SyntheticModels.Write(_models, "sense_voice");
        await File.WriteAllTextAsync(Path.Combine(folder, "tokens.txt"), "a\nhello world x y z\n");

        var detail = await AssertReplacedAsync("sense_voice", null);

        Assert.Matches("^The model 'sense_voice' cannot be used because sherpa-onnx [^\n]+; get it again by realtime models pull sense_voice, or choose another\\.$", detail);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_model_that_aborts_in_its_graph_is_told_in_one_sentence()
    {
        var folder = SyntheticModels.Write(_models, "zipformer");
        // A joiner where the decoder should be: it loads, and the first call has the wrong inputs.
        File.Copy(Path.Combine(folder, "joiner.onnx"), Path.Combine(folder, "decoder.onnx"), overwrite: true);

        var detail = await AssertReplacedAsync("zipformer", null);

        Assert.DoesNotContain('\n', detail);
        Assert.StartsWith("The model 'zipformer' cannot be used because sherpa-onnx ", detail, StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_file_that_is_not_the_published_one_is_not_loaded()
    {
        var folder = SyntheticModels.Write(_models, "nemo_ctc");
        Describe(folder, manifest => manifest["files"] = new JsonArray(new JsonObject { ["path"] = "model.onnx", ["sha256"] = new string('0', 64) }));

        await AssertReplacedAsync("nemo_ctc", "The model 'nemo_ctc' is damaged: 'model.onnx' is not the file that was published (its SHA-256 differs); get it again by realtime models pull nemo_ctc.");
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task Files_with_the_right_digest_are_loaded()
    {
        var folder = SyntheticModels.Write(_models, "nemo_ctc");
        var file = await File.ReadAllBytesAsync(Path.Combine(folder, "model.onnx"));
        Describe(folder, manifest => manifest["files"] = new JsonArray(new JsonObject
        {
            ["path"] = "model.onnx",
            ["size"] = file.Length,
            ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)),
        }));

        await using var worker = await WorkerProcess.StartAsync(_models);

        Assert.Equal(SyntheticModels.Text, await TextAsync(worker));
    }

    [NativeTheory(Engines.Sherpa | Engines.PocketSphinx)]
    [InlineData("""{"id":"x"}""", "cannot be read")]
    [InlineData("no JSON", "cannot be read")]
    [InlineData("""{"id":"y","kind":"stt","engine":"whisper","config":{}}""", "they must have one name")]
    [InlineData("""{"id":"x","kind":"stt","engine":"magic","config":{}}""", "needs an engine 'magic'")]
    [InlineData("""{"id":"x","kind":"stt","engine":"kokoro","config":{}}""", "is of kind 'stt'")]
    [InlineData("""{"id":"x","kind":"stt","engine":"whisper","config":{}}""", "lacks settings that whisper needs: whisper.encoder, whisper.decoder, tokens")]
    [InlineData("""{"id":"x","kind":"stt","engine":"whisper","config":{"whisper.magic":"1"}}""", "'whisper.magic', which sherpa-onnx does not know")]
    [InlineData("""{"id":"x","kind":"stt","engine":"whisper","config":{"tokens":"../../etc/passwd"}}""", "outside its folder")]
    [InlineData("""{"id":"x","kind":"stt","engine":"whisper","config":{"tokens":{}}}""", "neither a text nor a number")]
    [InlineData("""{"id":"x","kind":"stt","engine":"nemo_ctc","config":{"nemo_ctc.model":"a.onnx","tokens":"t"}}""", "'a.onnx' is missing")]
    public async Task A_manifest_that_cannot_work_is_told_by_what_is_wrong_with_it(string manifest, string fault)
    {
        Directory.CreateDirectory(Path.Combine(_models, "x"));
        await File.WriteAllTextAsync(Path.Combine(_models, "x", "model.json"), manifest);

        Assert.Contains(fault, await AssertReplacedAsync("x", null), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_model_that_is_not_there_is_named_with_the_command_that_gets_it() =>
        await AssertReplacedAsync("whisper-small", $"The model 'whisper-small' is not installed in '{_models}': realtime models pull whisper-small.");

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task The_engine_that_stands_in_serves_requests_for_the_model_by_name_but_not_in_languages_it_lacks()
    {
        var file = Path.Combine(SyntheticModels.Write(_models, "whisper"), "decoder.onnx");
        File.Delete(file);
        await using var worker = await WorkerProcess.StartAsync(_models);

        using var english = await worker.TranscribeAsync(Sound.Wav(1), fields: [("model", "whisper")]);
        using var german = await worker.TranscribeAsync(Sound.Wav(1), fields: [("model", "whisper"), ("language", "de")]);

        Assert.Equal(HttpStatusCode.OK, english.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, german.StatusCode);
        Assert.Contains("The model 'whisper' is damaged: 'decoder.onnx' is missing", (await WorkerClient.ErrorAsync(german)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task Without_the_library_the_engines_without_download_remain()
    {
        SyntheticModels.Write(_models, "nemo_ctc");

        await AssertReplacedAsync(
            "nemo_ctc",
            $"sherpa-onnx is not installed ('{Path.Combine(_models, "libsherpa-onnx-c-api.so")}' is missing): run 'npm ci --ignore-scripts' in native/ and build again, or set Speech:Sherpa:Directory.",
            $"--Speech:Sherpa:Directory={_models}");
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_worker_that_dies_twice_of_a_model_leaves_it_out()
    {
        SyntheticModels.Write(_models, SyntheticModels.Fragile);
        for (var i = 0; i < 2; i++)
        {
            await using var worker = await WorkerProcess.StartAsync(_models);
            Assert.True(SyntheticModels.Text == await TextAsync(worker), worker.Errors);

            await Assert.ThrowsAnyAsync<HttpRequestException>(() => worker.TranscribeAsync(Sound.Wav(2)));

            Assert.NotEqual(0, await worker.EndAsync());
        }

        var detail = await AssertReplacedAsync(SyntheticModels.Fragile, null);

        Assert.Matches("^The model 'fragile' took the speech worker down again and again and is left out until [0-9:]{5} UTC; choose another by realtime models use\\.$", detail);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_worker_that_is_killed_while_the_model_rests_or_ends_by_itself_is_not_held_against_it()
    {
        SyntheticModels.Write(_models, "nemo_ctc");
        for (var i = 0; i < 3; i++)
        {
            await using var worker = await WorkerProcess.StartAsync(_models);
            Assert.Equal(SyntheticModels.Text, await TextAsync(worker));
            if (i < 2) await worker.KillAsync();
        }

        await using var last = await WorkerProcess.StartAsync(_models);
        Assert.Equal(SyntheticModels.Text, await TextAsync(last));
    }

    private async Task<string> AssertReplacedAsync(string id, string? detail, params string[] settings)
    {
        await using var worker = await WorkerProcess.StartAsync(_models, [$"--Speech:SpeechToText:Model={id}", "--Speech:TextToSpeech:Model=none", .. settings]);
        var stage = (await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("speech_to_text");

        Assert.Equal(("pocketsphinx-en-us", "degraded"), (stage.GetProperty("engine").GetString(), stage.GetProperty("state").GetString()));
        var told = stage.GetProperty("detail").GetString()!;
        if (detail is not null) Assert.Equal(detail, told);
        Assert.Contains(told, worker.Errors, StringComparison.Ordinal);
        await TextAsync(worker);
        return told;
    }

    private static void Describe(string folder, Action<JsonObject> change)
    {
        var path = Path.Combine(folder, "model.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString(JsonSerializerOptions.Default));
    }

    private static async Task<string> TextAsync(WorkerClient worker) =>
        (await WorkerClient.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1)))).GetProperty("text").GetString()!;
}
