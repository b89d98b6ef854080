using System.Runtime.InteropServices;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Which native speech libraries are there: sherpa-onnx for downloaded models, the system's for a start without any.</summary>
/// <param name="sherpa">Where the build puts sherpa-onnx.</param>
/// <param name="system">The system's: names, and files as the loader finds them.</param>
internal sealed class SpeechLibrariesCheck(string sherpa, params IEnumerable<(string Name, string File)> system) : ICheck
{
    /// <summary>Those that the speech worker uses.</summary>
    public static IReadOnlyList<(string Name, string File)> System { get; } = [("pocketsphinx", "libpocketsphinx.so.3"), ("flite", "libflite.so.1"), ("espeak-ng", "libespeak-ng.so.1")];

    /// <inheritdoc/>
    public string Name => "speech libraries";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var there = new List<string>();
        if (Directory.Exists(sherpa) && Directory.EnumerateFiles(sherpa, "*sherpa-onnx-c-api*").Any())
            there.Add("sherpa-onnx");
        foreach (var (name, file) in system)
        {
            if (NativeLibrary.TryLoad(file, out var handle))
            {
                NativeLibrary.Free(handle);
                there.Add(name);
            }
        }

        return Task.FromResult(there.Count > 0
            ? Finding.Fine(string.Join(", ", there))
            : Finding.Wrong("there is none", "npm ci --ignore-scripts --prefix native && ./run.sh"));
    }
}
