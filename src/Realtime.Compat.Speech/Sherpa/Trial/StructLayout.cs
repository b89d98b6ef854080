using System.Globalization;
using Realtime.Compat.Speech.Sherpa.Native;

namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>
/// Proves that the mirrored structs are the library's own: every field is filled with a value that occurs nowhere else, and
/// sherpa-onnx, told to be talkative, prints what it understood before it refuses the nonsense.
/// </summary>
/// <remarks>A field that had moved would make the library read a number as a pointer, so this runs in a process of its own.</remarks>
internal static unsafe class StructLayout
{
    private const int FirstNumber = 1000;
    private const string Debug = ".debug";

    /// <summary>Lets the library print all its structs to standard error.</summary>
    public static void Print()
    {
        using var offline = Filled<OfflineRecognizerConfig>();
        SherpaFunctions.CreateOfflineRecognizer(offline.Pointer);
        using var online = Filled<OnlineRecognizerConfig>();
        SherpaFunctions.CreateOnlineRecognizer(online.Pointer);
        using var tts = Filled<OfflineTtsConfig>();
        SherpaFunctions.CreateOfflineTts(tts.Pointer);
        using var denoiser = Filled<OfflineSpeechDenoiserConfig>();
        SherpaFunctions.CreateOfflineSpeechDenoiser(denoiser.Pointer);
    }

    /// <summary>Compares what the library printed with what it was given.</summary>
    /// <param name="printed">Standard error of <see cref="Print"/>.</param>
    /// <returns>The first field that is not where it should be; null when all are.</returns>
    public static string? FindFault(string printed) =>
        FindFault<OfflineRecognizerConfig>(printed) ?? FindFault<OnlineRecognizerConfig>(printed) ?? FindFault<OfflineTtsConfig>(printed)
        ?? FindFault<OfflineSpeechDenoiserConfig>(printed);

    private static string? FindFault<T>(string printed)
        where T : unmanaged
    {
        var name = typeof(T).Name;
        var fields = PrintedStruct.Read(printed, name);
        if (fields.Count == 0) return $"{name} (the library did not print it)";

        var known = NativeConfig<T>.Fields;
        var compared = 0;
        for (var i = 0; i < known.Count; i++)
        {
            var (path, _, type) = known[i];
            // Flags are printed as True, and some fields not at all.
            if (path.EndsWith(Debug, StringComparison.Ordinal) || !fields.TryGetValue(path, out var value) || value is "True" or "False") continue;
            if (value != (type == typeof(nint) ? Text(path) : Number(i))) return $"{name}.{path}";
            compared++;
        }

        // Guards the guard: were the library to print otherwise, nothing would be compared.
        return compared >= known.Count / 2 ? null : $"{name} (only {compared} of {known.Count} fields were printed)";
    }

    private static NativeConfig<T> Filled<T>()
        where T : unmanaged
    {
        var config = new NativeConfig<T>();
        for (var i = 0; i < NativeConfig<T>.Fields.Count; i++)
        {
            var (path, _, type) = NativeConfig<T>.Fields[i];
            config.Set(path, path.EndsWith(Debug, StringComparison.Ordinal) ? "1" : type == typeof(nint) ? Text(path) : Number(i));
        }

        return config;
    }

    private static string Text(string path) => $"@{path}";

    private static string Number(int i) => (FirstNumber + i).ToString(CultureInfo.InvariantCulture);
}
