using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>What the worker is told by its environment: where models lie, and which of them to use.</summary>
internal static class WorkerEnvironment
{
    /// <summary>The variable that says where models lie.</summary>
    public const string ModelsDirectory = "SPEECH__MODELSDIRECTORY";

    /// <summary>The variables. What an operator has set for the worker himself is left alone.</summary>
    /// <param name="options">The server's settings of the worker.</param>
    /// <param name="directory">Holds the models.</param>
    public static Dictionary<string, string> Of(SpeechWorkerOptions options, DataDirectory directory)
    {
        (string Name, string? Value)[] wanted =
        [
            // A worker of the operator's own need not know of models while there are none.
            (ModelsDirectory, new ModelStore(directory.Models).Installed().Count > 0 ? directory.Models : null),
            ("SPEECH__SPEECHTOTEXT__MODEL", options.SpeechToText.Model),
            ("SPEECH__TEXTTOSPEECH__MODEL", options.TextToSpeech.Model),
            ("SPEECH__TURNS__MODEL", options.Turns.Model),
            ("SPEECH__NOISEREDUCTION__MODEL", options.NoiseReduction.Model),
        ];
        return wanted.Where(variable => !string.IsNullOrEmpty(variable.Value) && !IsInherited(variable.Name)).ToDictionary(variable => variable.Name, variable => variable.Value!);
    }

    /// <summary>Whether the worker is told to compute on a graphics card of NVIDIA's: by the environment, since its own settings file is read by itself alone.</summary>
    public static bool WantsCuda => "cuda".Equals(Inherited("SPEECH__SHERPA__PROVIDER"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the worker gets a variable from this process's own environment, capitals aside.</summary>
    public static bool IsInherited(string variable) => Inherited(variable) is not null;

    private static string? Inherited(string variable) => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .Where(entry => variable.Equals((string)entry.Key, StringComparison.OrdinalIgnoreCase))
        .Select(entry => (string?)entry.Value)
        .FirstOrDefault();
}
