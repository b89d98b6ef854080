using System.Reflection;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>The functions of PortAudio 19 that are used here (portaudio.h), by its blocking interface.</summary>
internal static partial class PortAudioNative
{
    /// <summary>Samples as floats in −1…1.</summary>
    public const uint Float32 = 1;

    /// <summary>What was read came too late: some of it was lost.</summary>
    public const int InputOverflowed = -9981;

    /// <summary>What was written came too late: there was a gap.</summary>
    public const int OutputUnderflowed = -9980;

    private const string Library = "portaudio";

    /// <summary>Debian's name, Homebrew's (which no loader searches by itself), Windows' (as built, and as vcpkg builds it).</summary>
    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["portaudio_x64.dll", "libportaudio.dll", "portaudio.dll"]
        : OperatingSystem.IsMacOS() ? ["libportaudio.2.dylib", "/opt/homebrew/lib/libportaudio.2.dylib", "/usr/local/lib/libportaudio.2.dylib"]
        : ["libportaudio.so.2", "libportaudio.so"];

    private static readonly Lazy<nint> Handle = new(Load);

    static PortAudioNative() =>
        NativeLibrary.SetDllImportResolver(typeof(PortAudioNative).Assembly, static (string name, Assembly _, DllImportSearchPath? _) => name == Library ? Handle.Value : 0);

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsThere => Handle.Value != 0;

    [LibraryImport(Library)] public static partial int Pa_Initialize();
    [LibraryImport(Library)] public static partial int Pa_Terminate();
    [LibraryImport(Library)] public static partial int Pa_GetDeviceCount();
    [LibraryImport(Library)] public static partial int Pa_GetDefaultInputDevice();
    [LibraryImport(Library)] public static partial int Pa_GetDefaultOutputDevice();
    [LibraryImport(Library)] public static unsafe partial DeviceInfo* Pa_GetDeviceInfo(int device);
    [LibraryImport(Library)] public static partial nint Pa_GetErrorText(int code);
    [LibraryImport(Library)] public static unsafe partial int Pa_OpenStream(out nint stream, StreamParameters* input, StreamParameters* output, double sampleRate, CULong frames, CULong flags, nint callback, nint userData);
    [LibraryImport(Library)] public static partial int Pa_StartStream(nint stream);
    [LibraryImport(Library)] public static partial int Pa_AbortStream(nint stream);
    [LibraryImport(Library)] public static partial int Pa_StopStream(nint stream);
    [LibraryImport(Library)] public static partial int Pa_CloseStream(nint stream);
    [LibraryImport(Library)] public static partial int Pa_ReadStream(nint stream, Span<float> samples, CULong frames);
    [LibraryImport(Library)] public static partial int Pa_WriteStream(nint stream, ReadOnlySpan<float> samples, CULong frames);

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }

        return 0;
    }

    /// <summary>PaDeviceInfo.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct DeviceInfo
    {
        public int StructVersion;
        public nint Name;
        public int HostApi;
        public int MaxInputChannels;
        public int MaxOutputChannels;
        public double DefaultLowInputLatency;
        public double DefaultLowOutputLatency;
        public double DefaultHighInputLatency;
        public double DefaultHighOutputLatency;
        public double DefaultSampleRate;
    }

    /// <summary>PaStreamParameters.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StreamParameters
    {
        public int Device;
        public int ChannelCount;
        public CULong SampleFormat;
        public double SuggestedLatency;
        public nint HostApiSpecificStreamInfo;
    }
}
