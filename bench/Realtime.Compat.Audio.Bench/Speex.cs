using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Bench;

/// <summary>One stream of speexdsp (speex_resampler.h): at its best quality, 10, or at 3, which it is made for calls with and which falls by about 80 dB.</summary>
internal sealed unsafe partial class Speex : IDisposable
{
    private const string Library = "libspeexdsp.so.1";
    private const int BestQuality = 10;
    private const int CallQuality = 3;

    private nint _stream;

    public Speex(int inputRateHz, int outputRateHz, ResamplerQuality quality = ResamplerQuality.Transparent)
    {
        int error;
        _stream = Create(1, (uint)inputRateHz, (uint)outputRateHz, quality == ResamplerQuality.Detection ? CallQuality : BestQuality, &error);
        if (_stream == 0) throw new InvalidOperationException($"speexdsp: error {error}");
    }

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        var (taken, written) = ((uint)input.Length, (uint)output.Length);
        fixed (float* source = input, target = output)
        {
            var error = Process(_stream, 0, source, &taken, target, &written);
            if (error != 0) throw new InvalidOperationException($"speexdsp: error {error}");
        }

        return (int)written;
    }

    public void Dispose()
    {
        Destroy(_stream);
        _stream = 0;
    }

    [LibraryImport(Library, EntryPoint = "speex_resampler_init")]
    private static partial nint Create(uint channels, uint inputRate, uint outputRate, int quality, int* error);

    [LibraryImport(Library, EntryPoint = "speex_resampler_process_float")]
    private static partial int Process(nint stream, uint channel, float* input, uint* inputLength, float* output, uint* outputLength);

    [LibraryImport(Library, EntryPoint = "speex_resampler_destroy")]
    private static partial void Destroy(nint stream);
}
