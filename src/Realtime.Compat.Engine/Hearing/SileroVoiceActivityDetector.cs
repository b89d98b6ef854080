using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Hearing;

/// <summary>Silero VAD as the engine's voice activity detector.</summary>
/// <param name="model">The weights, shared by all detectors.</param>
public sealed class SileroVoiceActivityDetector(SileroVadModel model) : IVoiceActivityDetector
{
    private readonly SileroVad _network = new(model);

    /// <inheritdoc/>
    public int FrameLength => SileroVad.FrameLength;

    /// <summary>Loads the weights from <see cref="SileroVadModel.DefaultPath"/>, once, and makes detectors over them.</summary>
    /// <exception cref="InvalidOperationException">The weights are missing or damaged; the message says where they belong.</exception>
    public static Func<IVoiceActivityDetector> LoadDefault()
    {
        try
        {
            var model = SileroVadModel.Load(SileroVadModel.DefaultPath);
            return () => new SileroVoiceActivityDetector(model);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new InvalidOperationException(
                $"The voice activity model cannot be loaded from {SileroVadModel.DefaultPath} ({exception.Message}) " +
                $"Run npm ci --ignore-scripts in native/ and build again, or put {SileroVadModel.FileName} there.",
                exception);
        }
    }

    /// <inheritdoc/>
    public float Process(ReadOnlySpan<float> frame) => _network.Process(frame);

    /// <inheritdoc/>
    public void Reset() => _network.Reset();
}
