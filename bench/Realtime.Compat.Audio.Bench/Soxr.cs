using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Bench;

/// <summary>One stream of libsoxr (soxr.h) at its default, "high quality": 20 bits, linear phase.</summary>
internal sealed unsafe partial class Soxr : IDisposable
{
    private const string Library = "libsoxr.so.0";

    private nint _stream;

    public Soxr(int inputRateHz, int outputRateHz)
    {
        nint error;
        _stream = Create(inputRateHz, outputRateHz, 1, &error, null, null, null);
        if (_stream == 0) throw new InvalidOperationException($"libsoxr: {Marshal.PtrToStringUTF8(error)}");
    }

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        nuint written;
        fixed (float* source = input, target = output)
            Process(_stream, source, (nuint)input.Length, null, target, (nuint)output.Length, &written);
        return (int)written;
    }

    public void Dispose()
    {
        Delete(_stream);
        _stream = 0;
    }

    [LibraryImport(Library, EntryPoint = "soxr_create")]
    private static partial nint Create(double inputRate, double outputRate, uint channels, nint* error, void* io, void* quality, void* runtime);

    [LibraryImport(Library, EntryPoint = "soxr_process")]
    private static partial nint Process(nint stream, float* input, nuint inputLength, nuint* taken, float* output, nuint outputLength, nuint* written);

    [LibraryImport(Library, EntryPoint = "soxr_delete")]
    private static partial void Delete(nint stream);
}
