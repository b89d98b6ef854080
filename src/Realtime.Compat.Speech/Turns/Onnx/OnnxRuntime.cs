using System.Runtime.InteropServices;
using Realtime.Compat.Speech.Sherpa.Native;

namespace Realtime.Compat.Speech.Turns.Onnx;

/// <summary>
/// The libonnxruntime that sherpa-onnx brings with it, called by its C API. Unlike sherpa-onnx it reports what goes wrong with a model
/// instead of ending the process; that the table of functions is the one known here is tried by <see cref="OnnxSelfCheck"/> in a
/// process of its own all the same.
/// </summary>
internal static unsafe class OnnxRuntime
{
    /// <summary>Version of the API that is asked for. Every later library serves it.</summary>
    private const uint ApiVersion = 17;

    private const int LogErrorsOnly = 3;

    private static readonly Lock Loading = new();
    private static nint* _functions;
    private static nint _environment;

    /// <summary>Loads the library, once a process.</summary>
    /// <param name="directory">Where sherpa-onnx lies; null for the folder that the build fills.</param>
    /// <exception cref="EngineException">It is missing, cannot be linked, or is too old: one sentence.</exception>
    public static void Load(string? directory)
    {
        lock (Loading)
        {
            if (_environment != 0) return;

            var path = Find(string.IsNullOrWhiteSpace(directory) ? SherpaLibrary.DefaultDirectory : Path.GetFullPath(directory));
            try
            {
                var library = NativeLibrary.Load(path);
                var apiBase = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
                // The base is two functions: GetApi and GetVersionString.
                _functions = ((delegate* unmanaged<uint, nint*>)apiBase[0])(ApiVersion);
                Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])()) ?? "";
            }
            catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
            {
                throw new EngineException($"ONNX Runtime cannot be loaded: {exception.Message.ReplaceLineEndings(" ").Trim()}");
            }

            if (_functions == null) throw new EngineException($"'{path}' is ONNX Runtime {Version}, which is too old: run 'npm ci --ignore-scripts' in native/ and build again.");

            nint environment;
            fixed (byte* name = "realtime-speech\0"u8)
                Check(((delegate* unmanaged<int, byte*, nint*, nint>)At(OnnxFunction.CreateEnv))(LogErrorsOnly, name, &environment));
            _environment = environment;
        }
    }

    /// <summary>The library's version, once it is loaded.</summary>
    public static string Version { get; private set; } = "";

    /// <summary>The environment of all models.</summary>
    public static nint Environment => _environment;

    /// <summary>The address of a function.</summary>
    public static nint At(OnnxFunction function) => _functions[(int)function];

    /// <summary>Throws what a call reports.</summary>
    /// <param name="status">What it returned; 0 when all is well.</param>
    /// <exception cref="EngineException">The call failed.</exception>
    public static void Check(nint status)
    {
        if (status == 0) return;
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)At(OnnxFunction.GetErrorMessage))(status));
        Release(OnnxFunction.ReleaseStatus, status);
        throw new EngineException($"ONNX Runtime: {message?.ReplaceLineEndings(" ").Trim()}");
    }

    /// <summary>Releases an object.</summary>
    /// <param name="release">The function for its kind.</param>
    /// <param name="handle">The object; 0 for none.</param>
    public static void Release(OnnxFunction release, nint handle)
    {
        if (handle != 0) ((delegate* unmanaged<nint, void>)At(release))(handle);
    }

    private static string Find(string directory)
    {
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        // libonnxruntime.so, libonnxruntime.1.28.2.dylib, onnxruntime.dll
        var found = Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*onnxruntime.*").Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return found ?? throw new EngineException(
            $"ONNX Runtime is not installed ('{directory}' holds none): run 'npm ci --ignore-scripts' in native/ and build again, or set Speech:Sherpa:Directory.");
    }
}
