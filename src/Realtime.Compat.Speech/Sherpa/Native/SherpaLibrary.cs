using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Sherpa.Native;

/// <summary>
/// Finds and loads libsherpa-onnx-c-api with the libonnxruntime that belongs to it. They come by npm (native/README.md) and are
/// built into <c>sherpa/</c> beside the worker.
/// </summary>
internal static class SherpaLibrary
{
    /// <summary>The version whose structs <see cref="OfflineRecognizerConfig"/> and its neighbours mirror.</summary>
    public const string Version = "1.13.8";

    private static readonly Lock Loading = new();
    private static nint _handle;
    private static string? _path;

    /// <summary>The folder that the build fills.</summary>
    public static string DefaultDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "sherpa");

    /// <summary>Loads the library, once a process, and looks at its version.</summary>
    /// <param name="directory">Where it lies; null for <see cref="DefaultDirectory"/>.</param>
    /// <exception cref="EngineException">It is missing, cannot be linked, or is of another version: one sentence.</exception>
    public static void Load(string? directory)
    {
        var path = PathIn(directory);
        lock (Loading)
        {
            if (_path == path) return;
            if (_path is not null) throw new EngineException($"sherpa-onnx is loaded from '{_path}' already.");
            if (!File.Exists(path))
            {
                throw new EngineException(
                    $"sherpa-onnx is not installed ('{path}' is missing): run 'npm ci --ignore-scripts' in native/ and build again, or set Speech:Sherpa:Directory.");
            }

            try
            {
                _handle = NativeLibrary.Load(path);
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
            {
                throw new EngineException($"sherpa-onnx cannot be loaded: {exception.Message.ReplaceLineEndings(" ").Trim()}");
            }

            NativeLibrary.SetDllImportResolver(typeof(SherpaLibrary).Assembly, (name, _, _) => name == SherpaFunctions.Library ? _handle : 0);
            _path = path;
        }

        var version = Marshal.PtrToStringUTF8(SherpaFunctions.GetVersion());
        if (version != Version)
            throw new EngineException($"'{path}' is sherpa-onnx {version}, and this worker knows the structs of {Version} only: run 'npm ci --ignore-scripts' in native/ and build again.");
    }

    private static string PathIn(string? directory) => Path.GetFullPath(Path.Combine(
        string.IsNullOrWhiteSpace(directory) ? DefaultDirectory : directory,
        OperatingSystem.IsWindows() ? "sherpa-onnx-c-api.dll" : OperatingSystem.IsMacOS() ? "libsherpa-onnx-c-api.dylib" : "libsherpa-onnx-c-api.so"));
}
