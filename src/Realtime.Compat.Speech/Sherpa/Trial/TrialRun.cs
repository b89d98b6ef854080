using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Turns;
using Realtime.Compat.Speech.Turns.Onnx;

namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>The other side of <see cref="ModelTrial"/>: loads, uses, reports, ends.</summary>
internal static class TrialRun
{
    /// <summary>Standard output when all went well.</summary>
    public const string Succeeded = "trial succeeded";

    /// <summary>On standard error: what follows is about the model.</summary>
    public const string StructsDone = "-- structs done --";

    /// <summary>The exit code when the library refused the model by itself, or could not be loaded.</summary>
    public const int Failure = 1;

    /// <summary>Tries a model, or only the structs.</summary>
    /// <param name="folder">The model's folder, or <see cref="ModelTrial.LayoutOnly"/>.</param>
    /// <param name="settings">Where sherpa-onnx lies, threads, provider.</param>
    /// <returns>The exit code, if sherpa-onnx lets the process get that far.</returns>
    public static int Run(string folder, Options.SherpaOptions settings)
    {
        try
        {
            SherpaLibrary.Load(settings.Directory);
            StructLayout.Print();
            Console.Error.WriteLine(StructsDone);
            if (folder != ModelTrial.LayoutOnly) Use(InstalledModel.Read(folder), settings);
            Console.WriteLine(Succeeded);
            return 0;
        }
        catch (Exception exception)
        {
            // Whatever it is, the other side makes a sentence of the last line.
            Console.Error.WriteLine(exception is EngineException ? exception.Message : $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
            return Failure;
        }
    }

    private static void Use(InstalledModel model, Options.SherpaOptions settings)
    {
        if (model.Engine.Kind == "turn")
        {
            OnnxRuntime.Load(settings.Directory);
            OnnxSelfCheck.Run();
            // It judges once while it is loaded.
            new SmartTurnModel(model, settings, null).Dispose();
            return;
        }

        if (model.Engine.Kind == "tts")
        {
            using var synthesizer = new SherpaSynthesizer(model, settings, null);
            synthesizer.Speak("one", new Manner(VoiceCatalogue.All[0], synthesizer.FirstLanguage, 1), CancellationToken.None);
            return;
        }

        // A second of faint noise: silence alone takes shortcuts in some engines.
        var random = new Random(1);
        var noise = new float[16_000];
        for (var i = 0; i < noise.Length; i++) noise[i] = 0.01f * (random.NextSingle() - 0.5f);
        if (model.Engine.Kind == "denoise")
        {
            using var denoiser = new SherpaDenoiser(model, settings, null);
            denoiser.Denoise(noise);
            return;
        }

        if (model.Engine.IsStreaming)
        {
            using var recognizer = new SherpaStreamingRecognizer(model, settings, null);
            recognizer.Recognize(noise, RecognitionHints.None);
        }
        else
        {
            using var recognizer = new SherpaRecognizer(model, settings, null);
            recognizer.Recognize(noise, RecognitionHints.None);
        }
    }
}
