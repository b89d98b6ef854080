using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.VoiceActivity;

/// <summary>Makes the detectors: Silero's where its weights are, else by loudness.</summary>
internal sealed class VoiceActivityDetectors : IDisposable
{
    private readonly VoiceActivityBatcher? _silero;

    /// <summary>Loads the weights.</summary>
    /// <param name="path">Silero's ONNX file.</param>
    /// <param name="clock">Wall time.</param>
    public VoiceActivityDetectors(string path, TimeProvider clock)
    {
        try
        {
            _silero = new VoiceActivityBatcher(SileroVadModel.Load(path), clock);
            Status = new PartStatus(BackendState.Ready, "silero v6", "built in", "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            var cause = failure is FileNotFoundException ? "Silero's weights are missing" : failure.Message.TrimEnd('.');
            Status = new PartStatus(
                BackendState.Down, "loudness", "built in", $"{cause}, so turns go by loudness alone; run `npm ci --ignore-scripts` in native/ and start again with ./run.sh");
        }
    }

    /// <summary>How this part is; it does not change while the server runs.</summary>
    public PartStatus Status { get; }

    /// <summary>A detector for one stream.</summary>
    public IVoiceActivityDetector Create() => _silero is null ? new LoudnessDetector() : _silero.CreateDetector();

    /// <inheritdoc/>
    public void Dispose() => _silero?.Dispose();
}
