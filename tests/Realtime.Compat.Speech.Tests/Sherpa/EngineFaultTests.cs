using System.Diagnostics;
using System.Text.Json;
using Realtime.Compat.Speech.Sherpa;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Trial;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;

namespace Realtime.Compat.Speech.Tests.Sherpa;

/// <summary>
/// What every kind of engine does with a model that is damaged, of another kind, or too large: it is named with the reason, an engine without download
/// stands in, and the other model of the same worker works on.
/// </summary>
public sealed class EngineFaultTests : IDisposable
{
    private const string GoodEar = "nemo_ctc", GoodMouth = "vits";
    private const Engines Needed = Engines.Sherpa | Engines.PocketSphinx | Engines.Flite | Engines.Espeak;

    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    public static TheoryData<string> Kinds => [.. SyntheticModels.Ears.Concat(SyntheticModels.Mouths)];

    [NativeTheory(Needed)]
    [MemberData(nameof(Kinds))]
    public async Task A_model_that_was_cut_off_is_damaged(string kind)
    {
        var file = FirstFile(SyntheticModels.Write(_models, kind));
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 1);

        Assert.Equal(
            $"The model '{kind}' is damaged: '{Path.GetFileName(file)}' cannot be used: it was cut off; get it again by realtime models pull {kind}.",
            await FoundOutBeforehandAsync(kind));
    }

    [NativeTheory(Needed)]
    [InlineData("whisper", "zipformer", "n_mels, n_text_layer")]
    [InlineData("sense_voice", "zipformer_ctc", "vocab_size, lfr_window_size")]
    [InlineData("nemo_transducer", "zipformer", "vocab_size")]
    [InlineData("nemo_ctc", "zipformer_ctc", "vocab_size, subsampling_factor")]
    [InlineData("paraformer", "zipformer_ctc", "vocab_size, lfr_window_size")]
    [InlineData("streaming_paraformer", "streaming_zipformer", "vocab_size, lfr_window_size")]
    [InlineData("kokoro", "vits", "has_espeak, speaker_names")]
    [InlineData("vits", "kokoro", "language, comment")]
    [InlineData("matcha", "vits", "pad_id")]
    [InlineData("kitten", "vits", "has_espeak, speaker_names")]
    public async Task A_model_of_another_kind_is_found_out_by_its_metadata(string kind, string other, string lacking)
    {
        Exchange(kind, other);

        var told = await FoundOutBeforehandAsync(kind);

        Assert.StartsWith($"The model '{kind}' is damaged: '", told, StringComparison.Ordinal);
        Assert.Contains($"' is no {kind} model for sherpa-onnx (its metadata lacks {lacking}", told, StringComparison.Ordinal);
        Assert.EndsWith($"); get it again by realtime models pull {kind}.", told, StringComparison.Ordinal);
    }

    [NativeTheory(Needed)]
    [InlineData("moonshine", "whisper", "Invalid rank for input: mel")]
    [InlineData("zipformer", "whisper", "aborted, saying \"Load model")]
    [InlineData("zipformer_ctc", "sense_voice", "aborted")]
    [InlineData("zipformer_hot_words", "nemo_transducer", "<blk> is not the last token")]
    [InlineData("streaming_zipformer", "zipformer", "'encoder_dims' does not exist in the metadata")]
    [InlineData("kitten", "kokoro", "Please download the kitten tts model")]
    public async Task A_model_of_another_kind_whose_metadata_tell_nothing_is_found_out_by_its_trial(string kind, string other, string words)
    {
        Exchange(kind, other);

        var told = await FaultAsync(kind, await WorkerAsync(kind, WorkerProcess.StartAsync));

        Assert.Matches($"^The model '{kind}' cannot be used because sherpa-onnx [^\n]+; get it again by realtime models pull {kind}, or choose another\\.$", told);
        Assert.Contains(words, told, StringComparison.Ordinal);
    }

    [NativeTheory(Needed | Engines.Linux)]
    [MemberData(nameof(Kinds))]
    public async Task A_model_for_which_memory_does_not_suffice_is_refused_in_its_trial_and_a_small_one_under_the_same_limit_is_not(string kind)
    {
        var folder = SyntheticModels.Write(_models, kind);
        Assert.Null(await TryWithLimitAsync(folder));

        var good = await File.ReadAllBytesAsync(FirstFile(folder));
        HungryModel.WhenUsed(FirstFile(folder));
        Assert.Equal(TrialFault.NotEnoughMemory, await TryWithLimitAsync(folder));

        await File.WriteAllBytesAsync(FirstFile(folder), good);
        HungryModel.WhileLoaded(FirstFile(folder));
        Assert.Equal(TrialFault.NotEnoughMemory, await TryWithLimitAsync(folder));
    }

    [NativeTheory(Needed | Engines.Linux)]
    [InlineData("whisper")]
    [InlineData("kokoro")]
    public async Task Where_memory_does_not_suffice_for_one_model_the_other_is_used_and_the_sentence_says_what_helps(string kind)
    {
        HungryModel.WhenUsed(FirstFile(SyntheticModels.Write(_models, kind)));

        Assert.Equal(
            $"The model '{kind}' cannot be used because there is not enough memory for it; end other programs, or choose a smaller one by realtime models use.",
            await FaultAsync(kind, await WorkerAsync(kind, WorkerProcess.StartLimitedAsync)));
    }

    [Fact]
    public void A_trial_that_cannot_even_start_for_want_of_memory_is_told_so_and_not_blamed_on_the_library()
    {
        Assert.Equal(TrialFault.NotEnoughMemory, ModelTrial.Judge(137, "", "", SherpaEngine.SherpaOnnx));
        Assert.Equal(TrialFault.NotEnoughMemory, ModelTrial.Judge(139, "", "GC heap initialization failed with error 0x8007000E\n", SherpaEngine.SherpaOnnx));
        Assert.StartsWith("this libsherpa-onnx is not the one", ModelTrial.Judge(139, "", "", SherpaEngine.SherpaOnnx)!.Reason, StringComparison.Ordinal);
    }

    private static async Task<TrialFault?> TryWithLimitAsync(string folder)
    {
        using var trial = Process.Start(WorkerProcess.Limited([ModelTrial.Option, folder]))!;
        var errors = trial.StandardError.ReadToEndAsync();
        var output = await trial.StandardOutput.ReadToEndAsync();
        await trial.WaitForExitAsync();
        return ModelTrial.Judge(trial.ExitCode, output, await errors, SherpaEngine.SherpaOnnx);
    }

    /// <summary>The file that is loaded first, and has what there is of metadata.</summary>
    private static string FirstFile(string folder) =>
        new[] { "encoder.onnx", "preprocess.onnx", "model.onnx" }.Select(name => Path.Combine(folder, name)).First(File.Exists);

    /// <summary>Puts another kind's model in the place of this one's.</summary>
    private void Exchange(string kind, string other)
    {
        var target = FirstFile(SyntheticModels.Write(_models, kind));
        var away = Directory.CreateDirectory(Path.Combine(_models, ".other")).FullName;
        File.Copy(FirstFile(SyntheticModels.Write(away, other)), target, overwrite: true);
    }

    /// <summary>A worker with that model for what it does, and a good one for the other stage.</summary>
    private async Task<WorkerProcess> WorkerAsync(string kind, Func<string?, string[], Task<WorkerProcess>> start)
    {
        var other = SyntheticModels.Ears.Contains(kind) ? GoodMouth : GoodEar;
        SyntheticModels.Write(_models, other);
        return await start(_models, Models(kind, other));
    }

    /// <summary>Looks at a fault that is found before native code sees the model, and therefore in this process: that takes a third of the time.</summary>
    /// <returns>What is told of the model.</returns>
    private async Task<string> FoundOutBeforehandAsync(string kind)
    {
        await using var worker = await Worker.StartAsync([$"--Speech:ModelsDirectory={_models}", .. Models(kind, InstalledModels.None)]);
        var stage = await StageAsync(worker, kind);
        Assert.Equal((SyntheticModels.Ears.Contains(kind) ? "pocketsphinx-en-us" : "flite", "degraded"), StateOf(stage));
        await WorkerClient.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1)));
        Assert.NotEmpty(await worker.PcmAsync("The weather is nice today.", language: "en"));
        return stage.GetProperty("detail").GetString()!;
    }

    private static string[] Models(string kind, string other)
    {
        var (hears, speaks) = SyntheticModels.Ears.Contains(kind) ? (kind, other) : (other, kind);
        return [$"--Speech:SpeechToText:Model={hears}", $"--Speech:TextToSpeech:Model={speaks}"];
    }

    private static async Task<JsonElement> StageAsync(WorkerClient worker, string kind) =>
        (await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty(SyntheticModels.Ears.Contains(kind) ? "speech_to_text" : "text_to_speech");

    /// <summary>Checks that an engine without download does the model's work, and the good model its own.</summary>
    /// <returns>What is told of the model.</returns>
    private static async Task<string> FaultAsync(string kind, WorkerProcess worker)
    {
        await using var _ = worker;
        var hears = SyntheticModels.Ears.Contains(kind);
        var (broken, good) = (await StageAsync(worker, kind), await StageAsync(worker, hears ? GoodMouth : GoodEar));
        Assert.Equal((hears ? "pocketsphinx-en-us" : "flite", "degraded"), StateOf(broken));
        Assert.Equal((hears ? GoodMouth : GoodEar, "ready"), StateOf(good));

        var heard = (await WorkerClient.JsonAsync(await worker.TranscribeAsync(Sound.Wav(1)))).GetProperty("text").GetString();
        Assert.NotEmpty(await worker.PcmAsync("The weather is nice today.", language: "en"));
        if (!hears) Assert.Equal(SyntheticModels.Text, heard);

        var told = broken.GetProperty("detail").GetString()!;
        Assert.Contains(told, worker.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
        return told;
    }

    private static (string?, string?) StateOf(JsonElement stage) => (stage.GetProperty("engine").GetString(), stage.GetProperty("state").GetString());
}
