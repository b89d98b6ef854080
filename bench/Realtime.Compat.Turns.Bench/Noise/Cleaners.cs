using System.Text.Json;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Sherpa;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;

namespace Realtime.Compat.Turns.Bench.Noise;

/// <summary>The ways to take noise out of an utterance that are compared.</summary>
internal static class Cleaners
{
    /// <summary>All of them, each by its name in the table.</summary>
    /// <param name="shared">Folder of the shared data, which has GTCRN's weights.</param>
    /// <param name="residuesDb">Shares of the microphone's own signal to leave in what GTCRN gives, in dB; none for what the worker does.</param>
    public static List<(string Name, Func<float[], float[]> Clean)> All(string shared, params int[] residuesDb)
    {
        var gtcrn = Load(Path.Combine(shared, "models", "denoise", "gtcrn_simple.onnx"));
        return
        [
            ("none", samples => samples),
            ("suppressor near", samples => UtteranceNoise.Reduce(samples, NoiseReductionStrength.Mild)),
            ("suppressor far", samples => UtteranceNoise.Reduce(samples, NoiseReductionStrength.Strong)),
            .. residuesDb.Length > 0 ? [("GTCRN", samples => gtcrn.Denoise(samples))] : Worker(gtcrn),
            .. residuesDb.Select(db => ($"GTCRN, {db} dB left", (Func<float[], float[]>)(samples => Mix(samples, gtcrn.Denoise(samples), db)))),
        ];
    }

    private static (string, Func<float[], float[]>)[] Worker(SherpaDenoiser gtcrn)
    {
        var reducer = new NoiseReducer(gtcrn);
        return [("GTCRN near", samples => Reduce(samples, NoiseReductionStrength.Mild)), ("GTCRN far", samples => Reduce(samples, NoiseReductionStrength.Strong))];

        float[] Reduce(float[] samples, NoiseReductionStrength strength) => reducer.Reduce(new WavAudio(samples, Recording.RateHz), strength).Samples.ToArray();
    }

    private static float[] Mix(float[] noisy, float[] clean, int residueDb)
    {
        var share = MathF.Pow(10, residueDb / 20f);
        return [.. noisy.Zip(clean, (n, c) => share * n + (1 - share) * c)];
    }

    private static SherpaDenoiser Load(string weights)
    {
        SherpaLibrary.Load(null);
        var folder = Directory.CreateTempSubdirectory("gtcrn-").FullName;
        var name = Path.GetFileName(weights);
        File.Copy(weights, Path.Combine(folder, name));
        var manifest = new { id = Path.GetFileName(folder), kind = "denoise", engine = "gtcrn", config = new Dictionary<string, string> { ["gtcrn.model"] = name } };
        File.WriteAllText(Path.Combine(folder, "model.json"), JsonSerializer.Serialize(manifest));
        try
        {
            return new SherpaDenoiser(InstalledModel.Read(folder), new SherpaOptions(), null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
