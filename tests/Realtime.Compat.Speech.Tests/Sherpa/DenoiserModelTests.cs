using System.Text.Json;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Tests.Support;
using Realtime.Compat.Speech.Tests.Support.Onnx;
using Xunit.Abstractions;

namespace Realtime.Compat.Speech.Tests.Sherpa;

/// <summary>Models that take noise out, by sherpa-onnx.</summary>
public sealed class DenoiserModelTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] Noisy = WavWriter.ToBytes(NoisySpeech.WithNoise(NoisySpeech.Words(2), 10, seed: 4), 16_000);

    private readonly string _models = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [NativeTheory(Engines.Sherpa)]
    [InlineData(32_000)]
    [InlineData(31_999)]
    [InlineData(100)]
    [InlineData(0)]
    public void As_many_samples_come_out_as_went_in_and_none_has_moved(int length)
    {
        using var denoiser = Load(SyntheticModels.Write(_models, SyntheticModels.Denoiser));
        var samples = Sound.Tone(2)[..length];

        var cleaned = denoiser.Denoise(samples);

        Assert.Equal(length, cleaned.Length);
        // It halves, and takes a thousandth less each step of 256 samples.
        for (var i = 512; i < length - 512; i++) Assert.Equal((0.5 + 0.001 * i / 256) * samples[i], cleaned[i], 0.002);
        Assert.Equal(cleaned, denoiser.Denoise(samples));
    }

    [NativeFact(Engines.Sherpa)]
    public async Task Several_utterances_at_one_time_do_not_mix()
    {
        using var denoiser = Load(SyntheticModels.Write(_models, SyntheticModels.Denoiser));
        var tones = Enumerable.Range(1, 8).Select(i => Sound.Tone(1, frequencyHz: 200 * i)).ToArray();
        var alone = tones.Select(tone => denoiser.Denoise(tone)).ToArray();

        var together = await Task.WhenAll(tones.Select(tone => Task.Run(() => denoiser.Denoise(tone))));

        Assert.Equal(alone, together);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_worker_with_an_installed_denoiser_uses_it()
    {
        SyntheticModels.Write(_models, SyntheticModels.Denoiser);
        await using var worker = await WorkerProcess.StartAsync(_models);

        var stage = await StageAsync(worker);

        Assert.Equal((SyntheticModels.Denoiser, "ready"), (stage.GetProperty("engine").GetString(), stage.GetProperty("state").GetString()));
        await WorkerClient.JsonAsync(await worker.TranscribeAsync(Noisy, fields: ("noise_reduction", "far_field")));
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_worker_that_is_to_have_none_has_none()
    {
        SyntheticModels.Write(_models, SyntheticModels.Denoiser);
        await using var worker = await WorkerProcess.StartAsync(_models, "--Speech:NoiseReduction:Model=none");

        Assert.Equal(JsonValueKind.Null, (await StageAsync(worker)).ValueKind);
        await WorkerClient.JsonAsync(await worker.TranscribeAsync(Noisy, fields: ("noise_reduction", "far_field")));
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_denoiser_that_was_cut_off_is_damaged()
    {
        var file = Path.Combine(SyntheticModels.Write(_models, SyntheticModels.Denoiser), "model.onnx");
        await using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 1);

        await AssertReplacedAsync("The model 'gtcrn' is damaged: 'model.onnx' cannot be used: it was cut off; get it again by realtime models pull gtcrn.");
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_model_of_another_kind_is_found_out_by_its_metadata()
    {
        var folder = SyntheticModels.Write(_models, SyntheticModels.Denoiser);
        File.Copy(Path.Combine(SyntheticModels.Write(_models, "zipformer"), "encoder.onnx"), Path.Combine(folder, "model.onnx"), overwrite: true);

        Assert.Contains("is no gtcrn model for sherpa-onnx (its metadata lacks sample_rate, n_fft", await AssertReplacedAsync(null), StringComparison.Ordinal);
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_denoiser_that_ends_the_process_does_so_in_its_trial_only()
    {
        // The metadata are right, and the graph is not: it has no caches.
        var folder = SyntheticModels.Write(_models, SyntheticModels.Denoiser);
        var model = new OnnxModel().Input("mix", OnnxType.Float, 1, 257, 1, 2).Output("enh", OnnxType.Float, 1, 257, 1, 2);
        model.Node("Identity", "enh", ["mix"]);
        foreach (var key in SherpaEngine.Find("gtcrn")!.Metadata) model.Metadata(key, key == "model_type" ? "gtcrn" : key.EndsWith("shape", StringComparison.Ordinal) ? "1,1" : key == "window_type" ? "hann" : 16_000);
        await File.WriteAllBytesAsync(Path.Combine(folder, "model.onnx"), model.ToBytes());

        Assert.Matches("^The model 'gtcrn' cannot be used because sherpa-onnx [^\n]+; get it again by realtime models pull gtcrn, or choose another\\.$", await AssertReplacedAsync(null));
    }

    [NativeFact(Engines.Sherpa | Engines.PocketSphinx)]
    public async Task A_denoiser_for_telephones_is_refused()
    {
        SyntheticModels.Write(_models, SyntheticModels.TelephoneDenoiser);

        Assert.Contains("works at 8000 Hz, and the worker needs one for 16000 Hz", await AssertReplacedAsync(null), StringComparison.Ordinal);
    }

    /// <summary>GTCRN's own weights, speech and noise that nothing was tuned on. Means of six recordings; measured 5.6 and 6.7 dB when this was written.</summary>
    [GtcrnTheory]
    [InlineData(10, 4.6)]
    [InlineData(5, 5.7)]
    public void Real_weights_take_noise_out_of_recorded_speech(double snrDb, double leastGainDb)
    {
        using var denoiser = Load(Gtcrn());
        var reducer = new NoiseReducer(denoiser);
        var gains = Recordings.English().Where((_, i) => i % 2 == 1).Select((recording, i) =>
        {
            var clean = NoisySpeech.Turn(recording.Path);
            var noisy = NoisySpeech.WithNoise(clean, snrDb, seed: i);
            return NoisySpeech.SiSdrDb(clean, reducer.Reduce(new WavAudio(noisy, 16_000), NoiseReductionStrength.Strong).Samples.ToArray()) - NoisySpeech.SiSdrDb(clean, noisy);
        }).ToArray();

        output.WriteLine($"{gains.Average():F2} dB: {string.Join(' ', gains.Select(gain => gain.ToString("F1")))}");
        Assert.True(gains.Average() > leastGainDb, $"{gains.Average():F2} dB");
    }

    private string Gtcrn()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_models, "gtcrn-simple")).FullName;
        File.Copy(Recordings.Gtcrn!, Path.Combine(folder, "gtcrn_simple.onnx"));
        File.WriteAllText(Path.Combine(folder, "model.json"), """{"id":"gtcrn-simple","kind":"denoise","engine":"gtcrn","config":{"gtcrn.model":"gtcrn_simple.onnx"}}""");
        return folder;
    }

    private static SherpaDenoiser Load(string folder)
    {
        SherpaLibrary.Load(null);
        return new SherpaDenoiser(InstalledModel.Read(folder), new SherpaOptions(), null);
    }

    private static async Task<JsonElement> StageAsync(WorkerClient worker) =>
        (await WorkerClient.JsonAsync(await worker.Client.GetAsync("/health"))).GetProperty("noise_reduction");

    /// <summary>The fault is named, and the suppressor stands in.</summary>
    private async Task<string> AssertReplacedAsync(string? detail)
    {
        await using var worker = await WorkerProcess.StartAsync(_models, "--Speech:SpeechToText:Model=none", "--Speech:TextToSpeech:Model=none");
        var stage = await StageAsync(worker);

        Assert.Equal("unavailable", stage.GetProperty("state").GetString());
        var told = stage.GetProperty("detail").GetString()!;
        if (detail is not null) Assert.Equal(detail, told);
        Assert.Contains(told, worker.Errors, StringComparison.Ordinal);
        await WorkerClient.JsonAsync(await worker.TranscribeAsync(Noisy, fields: ("noise_reduction", "far_field")));
        return told;
    }
}
