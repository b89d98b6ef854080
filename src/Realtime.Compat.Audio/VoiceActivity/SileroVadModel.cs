namespace Realtime.Compat.Audio;

/// <summary>
/// The weights of Silero VAD v6 (MIT, github.com/snakers4/silero-vad), for 16 kHz and for 8 kHz, repacked for this machine's vectors.
/// Immutable: one for all streams and threads. 2.4 MiB.
/// </summary>
public sealed class SileroVadModel
{
    /// <summary>The file's name as the native packages ship it.</summary>
    public const string FileName = "silero_vad_v6.onnx";

    private const int MaxFileBytes = 16 << 20;

    private readonly SileroNetwork _wideband;
    private readonly SileroNetwork _telephone;

    private SileroVadModel(ReadOnlySpan<byte> file, SileroKernels kernels)
    {
        _wideband = new SileroNetwork(SileroVad.WidebandHz, OnnxConstants.Read(file, "then_branch"u8), kernels);
        _telephone = new SileroNetwork(SileroVad.TelephoneHz, OnnxConstants.Read(file, "else_branch"u8), kernels);
    }

    /// <summary>Where builds put the weights: beside the program.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>Reads the weights from <c>silero_vad_v6.onnx</c>.</summary>
    /// <param name="path">The file; <see cref="DefaultPath"/> where builds put it.</param>
    /// <exception cref="InvalidDataException">Another model or a damaged file; one sentence says what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read (<see cref="FileNotFoundException"/> when it is not there).</exception>
    public static SileroVadModel Load(string path)
    {
        using var file = File.OpenRead(path);
        return Load(file);
    }

    /// <summary>Reads the weights from a stream's rest.</summary>
    /// <param name="stream">Holds the ONNX file.</param>
    /// <exception cref="InvalidDataException">Another model or a damaged file; one sentence says what is wrong.</exception>
    public static SileroVadModel Load(Stream stream) => Load(stream, SileroKernels.OfThisMachine);

    /// <summary><see cref="Load(Stream)"/> for another kind of machine.</summary>
    internal static SileroVadModel Load(Stream stream, SileroKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new MemoryStream();
        var block = new byte[64 << 10];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            if (file.Length + read > MaxFileBytes) throw OnnxConstants.NotTheModel($"it has more than {MaxFileBytes} bytes");
            file.Write(block, 0, read);
        }

        return new SileroVadModel(file.GetBuffer().AsSpan(0, (int)file.Length), kernels);
    }

    /// <summary>The network for a sample rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither of the two rates.</exception>
    internal SileroNetwork At(int sampleRateHz) => sampleRateHz switch
    {
        SileroVad.WidebandHz => _wideband,
        SileroVad.TelephoneHz => _telephone,
        _ => throw new ArgumentOutOfRangeException(nameof(sampleRateHz), sampleRateHz, $"Silero hears {SileroVad.WidebandHz} or {SileroVad.TelephoneHz} Hz."),
    };
}
