using System.Runtime.InteropServices;

namespace Realtime.Compat.Audio.Bench;

/// <summary>
/// One stream of libsoxr (soxr.h), linear phase: at its default, "high quality" (20 bits), or with the pass band and stop band of
/// <see cref="ResamplerQuality.Detection"/> at the lowest precision that its header names (16 bits).
/// </summary>
internal sealed unsafe partial class Soxr : IDisposable
{
    private const string Library = "libsoxr.so.0";

    private nint _stream;

    public Soxr(int inputRateHz, int outputRateHz, ResamplerQuality quality = ResamplerQuality.Transparent)
    {
        const uint highQuality = 4, lowQuality = 1;
        var specification = QualitySpecification(quality == ResamplerQuality.Detection ? lowQuality : highQuality, 0);
        if (quality == ResamplerQuality.Detection)
            (specification.PassBandEnd, specification.StopBandBegin) = (0.85, 1.15);
        nint error;
        _stream = Create(inputRateHz, outputRateHz, 1, &error, null, &specification, null);
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

    [LibraryImport(Library, EntryPoint = "soxr_quality_spec")]
    private static partial Specification QualitySpecification(uint recipe, uint flags);

    [LibraryImport(Library, EntryPoint = "soxr_create")]
    private static partial nint Create(double inputRate, double outputRate, uint channels, nint* error, void* io, Specification* quality, void* runtime);

    [LibraryImport(Library, EntryPoint = "soxr_process")]
    private static partial nint Process(nint stream, float* input, nuint inputLength, nuint* taken, float* output, nuint outputLength, nuint* written);

    [LibraryImport(Library, EntryPoint = "soxr_delete")]
    private static partial void Delete(nint stream);

    /// <summary>soxr_quality_spec_t; band edges are of the lower Nyquist frequency.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Specification
    {
        public double Precision;
        public double PhaseResponse;
        public double PassBandEnd;
        public double StopBandBegin;
        public nint Reserved;
        public nuint Flags;
    }
}
