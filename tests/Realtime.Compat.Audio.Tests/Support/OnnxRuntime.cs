using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Tests;

/// <summary>As much of ONNX Runtime's C API as it takes to run a model: its table of functions grows at the end only.</summary>
internal static unsafe class OnnxRuntime
{
    private const uint ApiVersion = 17;

    private static nint* _api;
    private static nint _environment;

    /// <summary>Position of a function in OrtApi (onnxruntime_c_api.h).</summary>
    private enum Function
    {
        GetErrorMessage = 2,
        CreateEnv = 3,
        CreateSessionFromArray = 8,
        Run = 9,
        CreateSessionOptions = 10,
        SetIntraOpNumThreads = 24,
        CreateTensorWithDataAsOrtValue = 49,
        CreateCpuMemoryInfo = 69,
        ReleaseStatus = 93,
        ReleaseMemoryInfo = 94,
        ReleaseSession = 95,
        ReleaseValue = 96,
        ReleaseSessionOptions = 100,
    }

    public enum ElementType
    {
        Float = 1,
        Int64 = 7,
    }

    /// <summary>The library that npm brought for this machine; null where there is none.</summary>
    public static string? LibraryPath => FindLibrary();

    public static nint CreateSession(ReadOnlySpan<byte> model)
    {
        nint options, session;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)Pointer(Function.CreateSessionOptions))(&options));
        Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)Pointer(Function.SetIntraOpNumThreads))(options, 1));
        fixed (byte* bytes = model)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)Pointer(Function.CreateSessionFromArray))(
                _environment == 0 ? _environment = CreateEnvironment() : _environment, bytes, (nuint)model.Length, options, &session));
        }

        ((delegate* unmanaged[Cdecl]<nint, void>)Pointer(Function.ReleaseSessionOptions))(options);
        return session;
    }

    /// <summary>A tensor over memory that must neither move nor go before it.</summary>
    public static nint CreateTensor(void* data, int bytes, ElementType type, params ReadOnlySpan<long> shape)
    {
        nint memory, value;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)Pointer(Function.CreateCpuMemoryInfo))(0, 0, &memory));
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)Pointer(Function.CreateTensorWithDataAsOrtValue))(
                memory, data, (nuint)bytes, dimensions, (nuint)shape.Length, (int)type, &value));
        }

        ((delegate* unmanaged[Cdecl]<nint, void>)Pointer(Function.ReleaseMemoryInfo))(memory);
        return value;
    }

    public static void Run(nint session, byte** inputNames, nint* inputs, int inputCount, byte** outputNames, nint* outputs, int outputCount) =>
        Check(((delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)Pointer(Function.Run))(
            session, 0, inputNames, inputs, (nuint)inputCount, outputNames, (nuint)outputCount, outputs));

    public static void ReleaseSession(nint session) => ((delegate* unmanaged[Cdecl]<nint, void>)Pointer(Function.ReleaseSession))(session);

    public static void ReleaseValue(nint value) => ((delegate* unmanaged[Cdecl]<nint, void>)Pointer(Function.ReleaseValue))(value);

    private static string? FindLibrary()
    {
        var (system, file) = OperatingSystem.IsWindows() ? ("win", "onnxruntime.dll")
            : OperatingSystem.IsMacOS() ? ("darwin", "libonnxruntime.dylib")
            : ("linux", "libonnxruntime.so");
        var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var path = Path.Combine(Repository.Root, "native", "node_modules", $"sherpa-onnx-{system}-{machine}", file);
        return File.Exists(path) ? path : null;
    }

    private static nint* LoadApi()
    {
        var library = NativeLibrary.Load(LibraryPath ?? throw new DllNotFoundException("ONNX Runtime is absent."));
        var apiBase = ((delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        var api = ((delegate* unmanaged[Cdecl]<uint, nint*>)apiBase[0])(ApiVersion);
        return api is not null ? api : throw new DllNotFoundException($"This ONNX Runtime does not offer version {ApiVersion} of its API.");
    }

    private static nint CreateEnvironment()
    {
        const int errorsOnly = 3;
        nint environment;
        fixed (byte* name = "tests\0"u8)
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)Pointer(Function.CreateEnv))(errorsOnly, name, &environment));
        return environment;
    }

    private static nint Pointer(Function function) => (_api is null ? _api = LoadApi() : _api)[(int)function];

    private static void Check(nint status)
    {
        if (status == 0) return;
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)Pointer(Function.GetErrorMessage))(status));
        ((delegate* unmanaged[Cdecl]<nint, void>)Pointer(Function.ReleaseStatus))(status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }
}
